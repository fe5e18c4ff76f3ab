import { alone, type Example } from "../data/example.ts";
import { microBatchesOf } from "../data/micro-batches.ts";
import { packRows } from "../data/pack.ts";
import type { Buffer, Buffers } from "../graph/session.ts";
import type { Model } from "../models/model.ts";
import type { Precision } from "../nn/parameters.ts";
import {
	type Backend,
	holdingWeights,
	openSession,
} from "../runtime/open-session.ts";
import {
	type GraphOptions,
	type ModelGraph,
	roundingGraph,
	scoreGraph,
} from "./graphs.ts";
import { headChunks } from "./head-chunks.ts";

/** Tokens that are computed at once. */
const batchTokens = 1024;

/**
 * KL(float32 || precision) of a model as it is, in nats for each supervised token of the rows, in no order. One session
 * after the other is opened on the backend, and none copies the weights of the exact model. Throws `recipe` for a precision that the family does not have.
 */
export async function roundingKl(
	model: Model,
	rows: readonly Example[],
	precision: Precision,
	backend: Backend,
): Promise<Float32Array[]> {
	const { windows, vocabSize } = model.architecture;
	const length = Math.max(...rows.map(({ ids }) => ids.length)) + 1;
	const tokens = Math.max(batchTokens, length);
	const chunks = headChunks(tokens, vocabSize);
	const options: GraphOptions = {
		...{ tuning: { kind: "none" }, precision: "float32", length, chunks },
		...{ recompute: false, sharedPrompts: false },
	};
	const rounding = roundingGraph(model, { ...options, precision });
	const packed = microBatchesOf(alone(rows), tokens).map((groups) =>
		packRows(groups, { windows, chunks, endIds: new Set() }),
	);
	const feeds = packed.map(({ buffers }) => buffers);
	const hidden = await outputs(scoreGraph(model, options), "hidden", {
		...{ feeds, backend },
	});
	const compared = feeds.map((buffers, i) => ({
		...buffers,
		baseHidden: hidden[i] as Buffer,
	}));
	const kl = await outputs(rounding, "kl", { feeds: compared, backend });
	return packed.map(
		({ supervised }, i) =>
			(kl[i] as Buffer).data.slice(0, supervised) as Float32Array,
	);
}

/** One output of a graph for each feed. */
async function outputs(
	{ graph }: ModelGraph,
	name: string,
	{
		feeds,
		backend,
	}: { readonly feeds: readonly Buffers[]; readonly backend: Backend },
): Promise<Buffer[]> {
	const session = await openSession(graph, holdingWeights(backend, "mapped"));
	const found: Buffer[] = [];
	try {
		for (const feed of feeds)
			found.push((await session.run(feed))[name] as Buffer);
	} finally {
		await session.dispose();
	}
	return found;
}
