import { TemperError } from "../core/error.ts";
import type { Decoder } from "./decoder.ts";
import {
	checkGenerationOptions,
	type GenerationOptions,
} from "./generation-options.ts";
import { type EndReason, GrowingRow } from "./growing-row.ts";
import { type Seat, Seats, type Stepped, type WaitingRow } from "./seats.ts";

/** What happens to one row, an index into the prompts. The texts of its events, joined, are the row's text. */
export type GenerationEvent =
	| {
			readonly kind: "token";
			readonly row: number;
			readonly id: number;
			/** What has become certain with this token; may be empty. */
			readonly text: string;
	  }
	| {
			readonly kind: "end";
			readonly row: number;
			readonly reason: EndReason;
			/** What was still held back when the row was interrupted; otherwise empty. */
			readonly text: string;
	  };

/** Answers prompts, whoever computes: reports tokens one by one, or all those of an answer at its end. */
export type Generate = (
	prompts: readonly Int32Array[],
	options: GenerationOptions,
	until?: { readonly signal?: AbortSignal },
) => AsyncGenerator<GenerationEvent, void, undefined>;

/** Answers prompts with a decoder of this process. */
export function generatingWith(decoder: Decoder): Generate {
	return (...given) => generate(decoder, ...given);
}

/**
 * Continues prompts, `batchRows` at a time in the order of the prompts: a row that ends makes room for the next one, so the
 * events of different rows come interleaved, in an order that the arguments determine. Equal prompts that are neighbours
 * are read once. Every row ends with one `end` event. When the signal aborts, the steps under way are
 * finished and all other rows end as interrupted. Throws `recipe` for an invalid option and `data` for a prompt that is empty or
 * fills the model's window.
 */
export async function* generate(
	decoder: Decoder,
	prompts: readonly Int32Array[],
	options: GenerationOptions,
	{ signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<GenerationEvent, void, undefined> {
	checkGenerationOptions(options);
	const { maxLength } = decoder;
	checkPrompts(prompts, maxLength);
	const limits = prompts.map(({ length }) =>
		Math.min(options.maxNewTokens, maxLength - length),
	);
	const rows = limits.map((limit, row) => new GrowingRow(row, limit, options));
	if (rows.length > 0 && !signal?.aborted) {
		const slots = Math.min(options.batchRows, rows.length);
		const lengths = limits.map((limit, row) => limit + prompts[row]!.length);
		decoder.reset(
			slots,
			lengths.reduce((a, b) => Math.max(a, b)),
		);
		const same = withoutCopies(prompts);
		const queue = rows.map((row, i) => ({ row, prompt: same[i]! }));
		const seats = new Seats(decoder, slots, options.sampling);
		yield* grow(seats, queue, decoder.vocabSize, signal);
	}
	for (const row of rows)
		if (row.reason === null) yield ended(row, row.finish("interrupted"));
}

/** Runs until all rows have ended or the signal aborts. */
async function* grow(
	seats: Seats,
	queue: WaitingRow[],
	V: number,
	signal: AbortSignal | undefined,
): AsyncGenerator<GenerationEvent, void, undefined> {
	for (;;) {
		// A row may end with its first token.
		while (queue.length > 0 && !seats.isFull) {
			for (const seat of await seats.fill(queue))
				yield* choose(seat, seat.promptLogits);
			if (signal?.aborted) return;
		}
		seats.close();
		if (seats.growing === 0) return;
		for (const step of await seats.step()) {
			for (const stepped of step) yield* grown(seats, stepped, V);
			if (signal?.aborted) return;
		}
	}
}

/** Reports what a row has taken in a step, if it has not ended in an earlier one. */
function* grown(
	seats: Seats,
	stepped: Stepped,
	V: number,
): Generator<GenerationEvent, void, undefined> {
	const { seat, draft, logits, chosen } = stepped;
	if (seat.row.reason !== null) return;
	if (chosen !== null) {
		yield* took(seat, seat.row.take(chosen));
		return;
	}
	let right = 0;
	for (; ; right++) {
		yield* choose(seat, logits.subarray(right * V, (right + 1) * V));
		if (seat.row.reason !== null || seat.next !== draft[right]) break;
	}
	seats.keep(stepped, right);
}

/** Chooses a row's next token from logits [V]. */
function choose(
	seat: Seat,
	logits: Float32Array,
): Generator<GenerationEvent, void, undefined> {
	return took(seat, seat.row.grow(logits));
}

/** Reports the token that a row has taken. */
function* took(
	seat: Seat,
	{ id, text }: { readonly id: number; readonly text: string },
): Generator<GenerationEvent, void, undefined> {
	const { row } = seat;
	seat.next = id;
	seat.lookUp?.push(id);
	yield { kind: "token", row: row.index, id, text };
	if (row.reason !== null) yield ended(row, "");
}

/** The same prompts, where equal ones are one array. */
function withoutCopies(prompts: readonly Int32Array[]): Int32Array[] {
	const known = new Map<string, Int32Array>();
	return prompts.map((prompt) => {
		const key = prompt.join();
		const first = known.get(key) ?? prompt;
		known.set(key, first);
		return first;
	});
}

function ended(row: GrowingRow, text: string): GenerationEvent {
	const reason = row.reason ?? "interrupted";
	return { kind: "end", row: row.index, reason, text };
}

/** Throws `data` for a prompt that is empty or fills the model's window of `maxLength` tokens. */
export function checkPrompts(
	prompts: readonly Int32Array[],
	maxLength: number,
): void {
	for (const [row, { length }] of prompts.entries()) {
		if (length > 0 && length < maxLength) continue;
		throw new TemperError("data", {
			where: `prompt ${row + 1}`,
			expected: `1 to ${maxLength - 1} tokens, to leave room in the model's window`,
			found: String(length),
		});
	}
}
