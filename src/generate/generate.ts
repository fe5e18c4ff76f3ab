import { TemperError } from "../core/error.ts";
import { type GenerationBatch, newTokenLimit, planBatches } from "./batches.ts";
import type { Decoder } from "./decoder.ts";
import {
	checkGenerationOptions,
	type GenerationOptions,
} from "./generation-options.ts";
import { type EndReason, GrowingRow } from "./growing-row.ts";

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

/**
 * Continues prompts, batched by like length: shortest first, so the events of different rows come interleaved. Every row
 * ends with one `end` event. When the signal aborts, the step under way is finished and all other rows end as interrupted.
 * Throws `recipe` for an option that cannot be followed and `data` for a prompt that is empty or fills the model's window.
 */
export async function* generate(
	decoder: Decoder,
	prompts: readonly Int32Array[],
	options: GenerationOptions,
	{ signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<GenerationEvent, void, undefined> {
	checkGenerationOptions(options);
	checkPrompts(prompts, decoder);
	const limits = { ...options, maxLength: decoder.maxLength };
	const lengths = prompts.map((prompt) => prompt.length);
	for (const batch of planBatches(lengths, limits)) {
		const rows = batch.rows.map(
			(row) =>
				new GrowingRow(row, newTokenLimit(lengths[row]!, limits), options),
		);
		if (!signal?.aborted) yield* grow(decoder, prompts, batch, rows, signal);
		for (const row of rows) {
			if (row.reason === null) yield ended(row, row.finish("interrupted"));
		}
	}
}

/** Runs one batch until all its rows have ended or the signal aborts. */
async function* grow(
	decoder: Decoder,
	prompts: readonly Int32Array[],
	batch: GenerationBatch,
	rows: readonly GrowingRow[],
	signal: AbortSignal | undefined,
): AsyncGenerator<GenerationEvent, void, undefined> {
	const V = decoder.vocabSize;
	const ids = new Int32Array(rows.length);
	let logits = await decoder.prefill(
		batch.rows.map((row) => prompts[row]!),
		batch.capacity,
	);
	for (;;) {
		for (const [b, row] of rows.entries()) {
			if (row.reason !== null) continue;
			const { id, text } = row.grow(logits.subarray(b * V, (b + 1) * V));
			ids[b] = id;
			yield { kind: "token", row: row.index, id, text };
			if (row.reason !== null) yield ended(row, "");
		}
		if (signal?.aborted || rows.every((row) => row.reason !== null)) return;
		logits = await decoder.step(ids);
	}
}

function ended(row: GrowingRow, text: string): GenerationEvent {
	const reason = row.reason ?? "interrupted";
	return { kind: "end", row: row.index, reason, text };
}

function checkPrompts(prompts: readonly Int32Array[], decoder: Decoder): void {
	for (const [row, { length }] of prompts.entries()) {
		if (length > 0 && length < decoder.maxLength) continue;
		throw new TemperError("data", {
			where: `prompt ${row + 1}`,
			expected: `1 to ${decoder.maxLength - 1} tokens, to leave room in the model's window`,
			found: String(length),
		});
	}
}
