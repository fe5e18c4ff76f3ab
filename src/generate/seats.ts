import type { Decoder } from "./decoder.ts";
import type { GrowingRow } from "./growing-row.ts";
import { LookUp } from "./look-up.ts";
import type { Sampling } from "./sampling/sampling.ts";

/** A row that waits to be continued. Equal prompts are one array, and are read once where they meet. */
export interface WaitingRow {
	readonly row: GrowingRow;
	readonly prompt: Int32Array;
}

/** A row in a slot of the decoder. */
export interface Seat {
	readonly row: GrowingRow;
	readonly prompt: Int32Array;
	/** How much of the prompt the slot holds. */
	cached: number;
	/** Logits [V] after the prompt, once all of it is in the cache. */
	promptLogits: Float32Array;
	/** The token that was chosen last, which the decoder has not seen yet. */
	next: number;
	/** Tokens that its slot holds, prompt and answer. */
	length: number;
	/** Drafts its next tokens; null if each is decoded by itself. */
	readonly lookUp: LookUp | null;
}

/** A row after a step: the tokens that were drafted for it, and the logits after each token that the decoder was shown. */
export interface Stepped {
	readonly seat: Seat;
	readonly draft: readonly number[];
	/** [1 + draft, V]; none if the decoder has chosen. */
	readonly logits: Float32Array;
	/** The next token if the decoder has chosen it. */
	readonly chosen: number | null;
}

/** Most rows for which tokens are drafted. A step of few rows waits for memory, so that more tokens in it cost little. */
const mostDrafting = 2;

/** From so many rows on, they take some steps before the tokens of all of them are reported: parts of the rows, which compute in threads of their own, wait for each other less often. */
const leastAhead = 4;

/** So many steps: a row that ends in one of them keeps its slot until the last. */
const stepsAhead = 4;

/** The rows that grow side by side, one in each slot. A row that has ended keeps its slot until the next one takes it. */
export class Seats {
	readonly #decoder: Decoder;
	readonly #slots: number;
	readonly #sampling: Sampling;
	readonly #drafts: boolean;
	readonly #seats: Seat[] = [];

	/** `slots`: of the decoder, which has just been reset. Drafts can be checked where rows take the likeliest tokens. */
	constructor(decoder: Decoder, slots: number, sampling: Sampling) {
		this.#decoder = decoder;
		this.#slots = slots;
		this.#sampling = sampling;
		const { checksDrafts = false } = decoder;
		const greedy = sampling.kind === "greedy";
		this.#drafts = greedy && checksDrafts && slots <= mostDrafting;
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
	 * that order. The start of a prompt that some slot holds already is copied from there, or all of it.
	 */
	async fill(queue: WaitingRow[]): Promise<Seat[]> {
		// The first prompt of all is read alone, so that the others can share its start.
		const most = this.#seats.length === 0 ? 1 : this.#slots;
		const taken: { readonly slot: number; readonly seat: Seat }[] = [];
		for (let slot = 0; slot < most && queue.length > 0; slot++) {
			if (this.#seats[slot]?.row.reason === null) continue;
			const seat = this.#seat(slot, queue.shift() as WaitingRow);
			taken.push({ slot, seat });
		}
		// Of equal prompts the first is read.
		const fresh = taken.filter(
			({ seat }, i) =>
				seat.cached < seat.prompt.length &&
				taken.findIndex((one) => one.seat.prompt === seat.prompt) === i,
		);
		await this.#read(fresh);
		for (const { slot, seat } of taken) this.#share(slot, seat);
		return taken.map(({ seat }) => seat);
	}

	/** Puts a row into a slot, with as much of its prompt as some slot holds. */
	#seat(slot: number, { row, prompt }: WaitingRow): Seat {
		const lookUp = this.#drafts ? new LookUp(prompt) : null;
		const seat: Seat = {
			...{ row, prompt, cached: 0, promptLogits: new Float32Array() },
			...{ next: 0, length: prompt.length, lookUp },
		};
		const shared = this.#seats.map((other) =>
			Math.min(other.cached, commonStart(other.prompt, prompt)),
		);
		const most = shared.reduce((a, b) => Math.max(a, b), 0);
		if (most > 0) this.#take(seat, shared.indexOf(most), slot, most);
		this.#seats[slot] = seat;
		return seat;
	}

	/** Copies the whole prompt from the slot where it has been read, if it was read elsewhere. */
	#share(slot: number, seat: Seat): void {
		if (seat.cached === seat.prompt.length) return;
		const from = this.#seats.findIndex(
			({ prompt, cached }) =>
				prompt === seat.prompt && cached === prompt.length,
		);
		this.#take(seat, from, slot, seat.prompt.length);
	}

	/** Copies the first `length` tokens of a slot, and the logits after the prompt if it is the same. */
	#take(seat: Seat, from: number, to: number, length: number): void {
		const { prompt, promptLogits } = this.#seats[from] as Seat;
		const isSame = prompt === seat.prompt;
		// Within a longer prompt the logits after this one are not known: its last token is read again.
		seat.cached = isSame ? length : Math.min(length, seat.prompt.length - 1);
		if (isSame) seat.promptLogits = promptLogits;
		this.#decoder.copy(from, to, seat.cached);
	}

	async #read(
		taken: readonly { readonly slot: number; readonly seat: Seat }[],
	): Promise<void> {
		if (taken.length === 0) return;
		const logits = await this.#decoder.prefill(
			taken.map(({ slot, seat: { prompt, cached } }) => ({
				...{ slot, cached },
				ids: prompt,
			})),
		);
		const V = this.#decoder.vocabSize;
		for (const [i, { seat }] of taken.entries()) {
			seat.cached = seat.prompt.length;
			seat.promptLogits = logits.slice(i * V, (i + 1) * V);
		}
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

	/**
	 * Shows each row its chosen token, and a draft of those that may follow. Returns one step, or some if the decoder chooses: a row
	 * may end in any of them.
	 */
	async step(): Promise<Stepped[][]> {
		const seats = [...this.#seats];
		const drafts = seats.map(
			({ row, lookUp }) => lookUp?.draft(row.left - 1) ?? [],
		);
		const plain = drafts.every(({ length }) => length === 0);
		if (plain && this.#decoder.choose) return this.#choose(seats);
		const logits = await this.#show(seats, drafts, plain);
		const V = this.#decoder.vocabSize;
		let from = 0;
		const stepped = seats.map((seat, b) => {
			const draft = drafts[b] as number[];
			seat.length += 1 + draft.length;
			const end = from + (1 + draft.length) * V;
			const own = logits.subarray(from, end);
			from = end;
			return { seat, draft, logits: own, chosen: null };
		});
		return [stepped];
	}

	async #choose(seats: readonly Seat[]): Promise<Stepped[][]> {
		const most = this.#slots < leastAhead ? 1 : stepsAhead;
		const steps = Math.min(most, ...seats.map(({ row }) => row.left));
		const ids = Int32Array.from(seats, ({ next }) => next);
		const uniforms = Float64Array.from(
			{ length: seats.length * steps },
			(_, i) => (seats[Math.floor(i / steps)] as Seat).row.draw(),
		);
		const choosing = this.#decoder.choose?.(ids, this.#sampling, uniforms);
		const chosen = (await choosing) as Int32Array;
		for (const seat of seats) seat.length += steps;
		const logits = new Float32Array();
		return Array.from({ length: steps }, (_, step) =>
			seats.map((seat, b) => ({
				...{ seat, draft: [], logits },
				chosen: chosen[b * steps + step] as number,
			})),
		);
	}

	#show(
		seats: readonly Seat[],
		drafts: readonly (readonly number[])[],
		plain: boolean,
	): Promise<Float32Array> {
		const { extend } = this.#decoder;
		if (!extend || plain)
			return this.#decoder.step(Int32Array.from(seats, ({ next }) => next));
		const parts = seats.map(({ next }, b) =>
			Int32Array.of(next, ...(drafts[b] as number[])),
		);
		return extend.call(this.#decoder, parts);
	}

	/** Takes back the tokens of a draft after its first `right` ones. */
	keep({ seat, draft }: Stepped, right: number): void {
		seat.lookUp?.judge(draft.length, right);
		const wrong = draft.length - right;
		if (wrong === 0) return;
		seat.length -= wrong;
		const slot = this.#seats.indexOf(seat);
		this.#decoder.copy(slot, slot, seat.length);
	}
}

function commonStart(a: Int32Array, b: Int32Array): number {
	if (a === b) return a.length;
	const differs = a.findIndex((id, i) => id !== b[i]);
	return differs < 0 ? a.length : differs;
}
