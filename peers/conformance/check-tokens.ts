import {
	readIntegers,
	readTensor,
} from "../../src/formats/safetensors/tensor-data.ts";
import type { EncodedRow } from "../../src/text/encoded-row.ts";
import { difference } from "./compare.ts";
import type { EngineModel } from "./engine.ts";
import { attempt, compared, type Line } from "./line.ts";
import type { RecordedCase } from "./recorded-case.ts";

const tolerance = { absolute: 1e-4 };
/** Tokens of row 0 that greedy decoding starts from. */
const promptLength = 5;

/** A model of a case and how the names of its quantities begin. */
export interface Subject {
	readonly prefix: "" | "ref_" | "lora.";
	readonly model: EngineModel;
}

/** What a model says of tokens: logits, log-probabilities, the likeliest continuation. */
export async function* checkTokens(
	recorded: RecordedCase,
	subject: Subject,
): AsyncGenerator<Line> {
	const { model, prefix } = subject;
	for (const [which, rows] of [
		["", recorded.rows],
		["rejected_", recorded.rejected],
	] as const) {
		const name = `${prefix}${which}`;
		yield* perToken(recorded, `${name}logits`, rows, 0, () =>
			model.logits(rows),
		);
		yield* perToken(recorded, `${name}logprobs`, rows, 1, () =>
			model.logProbs(rows),
		);
	}
	yield* greedy(recorded, subject);
}

/** Compares real tokens of `[B, T - fewer, ..]`; what stands at padding is nobody's promise. */
async function* perToken(
	{ tensors }: RecordedCase,
	quantity: string,
	rows: readonly EncodedRow[],
	fewer: number,
	compute: () => Promise<Float32Array[]>,
): AsyncGenerator<Line> {
	const stored = tensors.get(quantity);
	if (!stored) return;
	yield* attempt(quantity, async () => {
		const actual = await compute();
		const expected = await readTensor(stored);
		const [, width = 1, ...rest] = stored.shape;
		const size = rest.reduce((product, n) => product * n, 1);
		const parts = rows.flatMap(({ ids }, row) => {
			const start = row * width * size;
			const length = (ids.length - fewer) * size;
			return [...expected.subarray(start, start + length)];
		});
		const found = actual.flatMap((part) => [...part]);
		return [compared(quantity, difference(found, parts), tolerance)];
	});
}

async function* greedy(
	{ tensors, rows }: RecordedCase,
	{ model, prefix }: Subject,
): AsyncGenerator<Line> {
	const quantity = `${prefix}greedy`;
	const stored = tensors.get(quantity);
	const first = rows[0];
	if (!stored || !first) return;
	yield* attempt(quantity, async () => {
		const expected = await readIntegers(stored);
		const prompt = first.ids.slice(0, promptLength);
		const count = expected.length - promptLength;
		const actual = [...prompt, ...(await model.greedy(prompt, count))];
		return [compared(quantity, difference(actual, expected), { absolute: 0 })];
	});
}
