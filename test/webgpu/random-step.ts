import { RandomStream } from "../../src/core/random.ts";
import { packRows } from "../../src/data/pack.ts";
import type { Buffers } from "../../src/graph/session.ts";
import type { Model } from "../../src/models/model.ts";
import type { Trainable, Tuning } from "../../src/nn/parameters.ts";
import type { GraphOptions } from "../../src/policy/graphs.ts";
import { Policy } from "../../src/policy/policy.ts";

const chunks = 2;

/** Adapters on every linear layer. */
export function adapters(model: Model): Tuning {
	const paths = new Set(model.architecture.linears.map(({ path }) => path));
	return { kind: "lora", rank: 4, alpha: 8, rslora: false, dropout: 0, paths };
}

export function graphOptions(
	tuning: Tuning,
	length: number,
	recompute = false,
): GraphOptions {
	return {
		...{ tuning, precision: "float32", length, chunks, recompute },
		sharedPrompts: false,
	};
}

/** Random rows of the given lengths, supervised from their third token on. */
export function randomRows(lengths: readonly number[], vocabulary: number) {
	const random = new RandomStream(5, "rows");
	return lengths.map((length, i) => ({
		id: String(i),
		ids: Int32Array.from({ length }, () => random.integer(vocabulary)),
		mask: Uint8Array.from({ length }, (_, t) => (t < 2 ? 0 : 1)),
		liked: true,
	}));
}

/** What a graph of `train/graphs.ts` is given: the rows, and trained tensors that are nowhere zero. */
export async function randomFeeds(
	model: Model,
	tuning: Tuning,
	trainables: readonly Trainable[],
	rows: ReturnType<typeof randomRows>,
): Promise<Buffers> {
	const { windows, hiddenSize } = model.architecture;
	const policy = await Policy.initial(trainables, model, tuning, 0);
	const random = new RandomStream(1, "feeds");
	for (const { data } of policy.tensors)
		for (let i = 0; i < data.length; i++) data[i]! += 0.1 * random.normal();
	const groups = rows.map((row) => [row]);
	const { buffers } = packRows(groups, { windows, chunks, endIds: new Set() });
	const entries = buffers.targets?.data.length ?? 0;
	const floats = (length: number, scale: number) =>
		Float32Array.from({ length }, () => scale * random.normal());
	return {
		...buffers,
		...policy.buffers,
		baseHidden: {
			data: floats(entries * hiddenSize, 1),
			dims: [entries, hiddenSize],
		},
	};
}
