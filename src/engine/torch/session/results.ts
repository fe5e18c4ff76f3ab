import { TemperError } from "../../../core/error.ts";
import { type Example, supervisedCount } from "../../../data/example.ts";
import { lossGraph } from "../../../objectives/lower.ts";
import type { Objective } from "../../../objectives/objective.ts";
import type { MicroBatchResult } from "../../step.ts";
import type { Message, WireTensor } from "../wire.ts";

/** What an output has one number for: supervised tokens, rows, pairs, or the micro-batch. */
type Extent = "S" | "B" | "P" | 1;

/** The extents of an objective's outputs by name, those of scores of tokens included. */
export function outputExtents(
	objective: Objective,
): ReadonlyMap<string, Extent> {
	const extents = new Map<string, Extent>(
		["logProb", "entropy", "top1"].map((name) => [name, "S"]),
	);
	for (const [name, { shape }] of Object.entries(
		lossGraph(objective).outputs,
	)) {
		const [dim = 1] = shape;
		const known = dim === "S" || dim === "B" || dim === "P" || dim === 1;
		if (known && shape.length < 2) extents.set(name, dim);
	}
	return extents;
}

/** A float32 tensor of a reply. Throws `internal` if it is missing or has another length. */
export function floats(
	{ fields, tensors }: Message,
	name: string,
	length?: number,
): Float32Array {
	const data = tensors[name]?.data;
	const fits = length === undefined || data?.length === length;
	if (data instanceof Float32Array && fits) return data;
	throw new TemperError("internal", {
		where: `reply ${String(fields.id)} of the PyTorch workers, ${name}`,
		expected: `${length ?? "any number of"} numbers in float32`,
		found: data === undefined ? "none" : `${data.length} in another form`,
	});
}

/** A list of numbers of a reply. Throws `internal` if it is another. */
export function numbers(
	{ fields }: Message,
	name: string,
	length: number,
): number[] {
	const list = fields[name];
	if (Array.isArray(list) && list.length === length) return list as number[];
	throw new TemperError("internal", {
		where: `reply ${String(fields.id)} of the PyTorch workers, ${name}`,
		expected: `a list of ${length} numbers`,
		found: JSON.stringify(list ?? null),
	});
}

interface ResultParts {
	readonly batches: readonly (readonly Example[])[];
	readonly extents: ReadonlyMap<string, Extent>;
	readonly endIds: ReadonlySet<number>;
	/** Reference log-probabilities by micro-batch; null if the objective has none. */
	readonly references: readonly Float32Array[] | null;
}

/** The results of a step by micro-batch, from outputs that are joined over all of them. */
export function microBatchResults(
	reply: Message,
	{ batches, extents, endIds, references }: ResultParts,
): MicroBatchResult[] {
	const sums = numbers(reply, "sums", batches.length);
	const weights = numbers(reply, "weights", batches.length);
	const taken = new Map<string, number>();
	return batches.map((rows, i) => {
		const counts = countsOf(rows);
		const outputs: Record<string, Float32Array> = {};
		for (const name of Object.keys(reply.tensors)) {
			const extent = extents.get(name);
			if (extent === undefined) throw unknownOutput(name, reply.tensors[name]);
			const start = taken.get(name) ?? 0;
			const end = start + (extent === 1 ? 1 : counts[extent]);
			outputs[name] = floats(reply, name).subarray(start, end);
			taken.set(name, end);
		}
		return {
			...{ rows, outputs },
			tokens: rows.reduce((sum, { ids }) => sum + ids.length, 0),
			supervised: counts.S,
			ends: endsOf(rows, endIds),
			sum: sums[i] as number,
			weight: weights[i] as number,
			reference: references?.[i] ?? null,
		};
	});
}

function countsOf(rows: readonly Example[]) {
	const S = rows.reduce((sum, row) => sum + supervisedCount(row), 0);
	return { S, B: rows.length, P: Math.floor(rows.length / 2) };
}

/** Whether each supervised token ends a turn. */
function endsOf(
	rows: readonly Example[],
	endIds: ReadonlySet<number>,
): Uint8Array {
	const ends: number[] = [];
	for (const { ids, mask } of rows)
		for (let t = 1; t < ids.length; t++)
			if (mask[t] !== 0) ends.push(endIds.has(ids[t] as number) ? 1 : 0);
	return Uint8Array.from(ends);
}

function unknownOutput(name: string, tensor?: WireTensor): TemperError {
	return new TemperError("internal", {
		where: "reply of the PyTorch workers to a step",
		expected: "only outputs of the objective",
		found: `${name} [${tensor?.shape.join(", ")}]`,
	});
}
