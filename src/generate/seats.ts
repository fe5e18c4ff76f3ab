import type { Decoder, SlotPrompt } from "./decoder.ts";
import type { GrowingRow } from "./growing-row.ts";

/** A row that waits to be continued. Equal prompts are one array, and are read once where they meet. */
export interface WaitingRow {
	readonly row: GrowingRow;
	readonly prompt: Int32Array;
}

/** A row in a slot of the decoder. */
export interface Seat {
	readonly row: GrowingRow;
	readonly prompt: Int32Array;
	/** Logits [V] after the prompt. */
	promptLogits: Float32Array;
	/** The token that was chosen last, which the decoder has not seen yet. */
	next: number;
}

/** The rows that grow side by side, one in each slot. A row that has ended keeps its slot until the next one takes it. */
export class Seats {
	readonly #decoder: Decoder;
	readonly #slots: number;
	readonly #seats: Seat[] = [];

	/** `slots`: of the decoder, which has just been reset. */
	constructor(decoder: Decoder, slots: number) {
		this.#decoder = decoder;
		this.#slots = slots;
	}

	/** How many rows still grow. */
	get growing(): number {
		return this.#seats.filter(({ row }) => row.reason === null).length;
	}

	get isFull(): boolean {
		return this.growing === this.#slots;
	}

	/**
	 * Takes rows from the front of the queue into free slots, lowest slot first, and reads their prompts. Returns them in
	 * that order. A prompt that a slot still holds is copied from there.
	 */
	async fill(queue: WaitingRow[]): Promise<Seat[]> {
		const prompts: SlotPrompt[] = [];
		const fresh: Seat[] = [];
		const later: { readonly from: number; readonly to: number }[] = [];
		const taken: Seat[] = [];
		for (let slot = 0; slot < this.#slots && queue.length > 0; slot++) {
			if (this.#seats[slot]?.row.reason === null) continue;
			const { row, prompt } = queue.shift() as WaitingRow;
			const from = this.#seats.findIndex((seat) => seat.prompt === prompt);
			const twin = this.#seats[from];
			const promptLogits = twin?.promptLogits ?? new Float32Array();
			const seat: Seat = { row, prompt, promptLogits, next: 0 };
			if (twin === undefined) {
				prompts.push({ slot, ids: prompt });
				fresh.push(seat);
			} else if (fresh.some((one) => one.prompt === prompt))
				later.push({ from, to: slot });
			else this.#decoder.copy(from, slot, prompt.length);
			this.#seats[slot] = seat;
			taken.push(seat);
		}
		await this.#read(prompts, fresh);
		for (const { from, to } of later) {
			const { prompt, promptLogits } = this.#seats[from] as Seat;
			this.#decoder.copy(from, to, prompt.length);
			(this.#seats[to] as Seat).promptLogits = promptLogits;
		}
		return taken;
	}

	async #read(
		prompts: readonly SlotPrompt[],
		seats: readonly Seat[],
	): Promise<void> {
		if (prompts.length === 0) return;
		const logits = await this.#decoder.prefill(prompts);
		const V = this.#decoder.vocabSize;
		for (const [i, seat] of seats.entries())
			seat.promptLogits = logits.slice(i * V, (i + 1) * V);
	}

	/** Gives up the slots of rows that have ended: rows from the end move into the gaps. For when no row waits. */
	close(): void {
		const seats = this.#seats;
		for (let slot = 0; slot < seats.length; ) {
			if (seats[slot]?.row.reason === null) {
				slot++;
				continue;
			}
			const last = seats.pop() as Seat;
			if (last.row.reason !== null) continue;
			this.#decoder.copy(seats.length, slot);
			seats[slot] = last;
		}
	}

	/** Shows each row its chosen token. Returns the rows with their logits, [rows, V]. */
	async step(): Promise<{ seats: readonly Seat[]; logits: Float32Array }> {
		const ids = Int32Array.from(this.#seats, ({ next }) => next);
		const logits = await this.#decoder.step(ids);
		return { seats: [...this.#seats], logits };
	}
}
