import { RandomStream } from "../../core/random.ts";
import { checkPrompts, type GenerationEvent } from "../../generate/generate.ts";
import {
	checkGenerationOptions,
	type GenerationOptions,
} from "../../generate/generation-options.ts";
import { GrowingRow } from "../../generate/growing-row.ts";
import type { Generator, SessionOptions, Weights } from "../engine.ts";
import type { TorchGroup } from "./process.ts";
import { torchWeights, type WeightsName } from "./session/torch-weights.ts";
import type { Message } from "./wire.ts";

/**
 * Draws answers with the `generate` function of transformers, in the processes that train: whole answers, as many prompts at
 * a time as keep every process busy.
 */
export function huggingFaceSampler(
	group: TorchGroup,
	{ model }: Pick<SessionOptions, "model">,
): Generator {
	const { maxPositions } = model.model.architecture;
	return {
		generate: (weights, prompts, options, { signal } = {}) =>
			draw(group, nameOf(weights), prompts, options, { maxPositions, signal }),
		async dispose() {},
	};
}

/** The weights of the model itself have no adapter of a learner. */
function nameOf(weights: Weights | null): WeightsName {
	return weights ? torchWeights(weights) : { of: "start", name: null };
}

async function* draw(
	group: TorchGroup,
	weights: WeightsName,
	prompts: readonly Int32Array[],
	options: GenerationOptions,
	until: {
		readonly maxPositions: number;
		readonly signal: AbortSignal | undefined;
	},
): AsyncGenerator<GenerationEvent, void, undefined> {
	checkGenerationOptions(options);
	checkPrompts(prompts, until.maxPositions);
	const { world } = group.hello;
	const atOnce = options.batchRows * Math.max(1, Number(world) || 1);
	const limits = prompts.map(({ length }) =>
		Math.min(options.maxNewTokens, until.maxPositions - length),
	);
	const rows = limits.map((limit, row) => new GrowingRow(row, limit, options));
	for (let from = 0; from < rows.length; from += atOnce) {
		if (until.signal?.aborted) break;
		const part = rows.slice(from, from + atOnce);
		const reply = await ask(group, weights, part, prompts, limits, options);
		for (const [i, answer] of answersOf(reply).entries())
			yield* grown(part[i] as GrowingRow, answer);
	}
	for (const row of rows)
		if (row.reason === null) yield* ended(row, row.finish("interrupted"));
}

function ask(
	group: TorchGroup,
	{ of, name }: WeightsName,
	rows: readonly GrowingRow[],
	prompts: readonly Int32Array[],
	limits: readonly number[],
	{ sampling, seed, stopIds, batchRows }: GenerationOptions,
): Promise<Message> {
	const own = rows.map(({ index }) => prompts[index] as Int32Array);
	const ids = Int32Array.from(own.flatMap((prompt) => [...prompt]));
	const lengths = Int32Array.from(own, ({ length }) => length);
	const longest = Math.max(...rows.map(({ index }) => limits[index] as number));
	const seedOf = ({ index }: GrowingRow) =>
		new RandomStream(seed, `draw/${index}`).bits();
	return group.request({
		op: "draw",
		fields: {
			...{ of, name, sampling, stopIds, rows: batchRows },
			maxNewTokens: longest,
			seeds: rows.map(seedOf),
		},
		tensors: {
			ids: { shape: [ids.length], data: ids },
			lengths: { shape: [lengths.length], data: lengths },
		},
		work: ids.length + longest * rows.length,
	});
}

function answersOf({ tensors }: Message): Int32Array[] {
	const ids = tensors.ids?.data as Int32Array;
	const lengths = tensors.lengths?.data ?? new Int32Array();
	let at = 0;
	return Array.from(lengths, (length) => {
		at += length;
		return ids.subarray(at - length, at);
	});
}

/** The events of a whole answer, up to where a stop string or the row's own limit ends it. */
function* grown(
	row: GrowingRow,
	answer: Int32Array,
): globalThis.Generator<GenerationEvent> {
	for (const id of answer) {
		yield { kind: "token", row: row.index, ...row.take(id) };
		if (row.reason !== null) break;
	}
	yield* ended(row, row.reason === null ? row.finish("length") : "");
}

function* ended(
	row: GrowingRow,
	text: string,
): globalThis.Generator<GenerationEvent> {
	const reason = row.reason ?? "interrupted";
	yield { kind: "end", row: row.index, reason, text } as const;
}
