import { expect, it, test } from "vitest";
import { RandomStream } from "../core/random.ts";
import type { Example } from "../data/example.ts";
import { microBatchesOf } from "../data/micro-batches.ts";
import { packRows } from "../data/pack.ts";
import { createPlan } from "../data/plan-step.ts";
import { groupLength } from "../data/shared-prompts.ts";
import { Ops } from "../graph/ops.ts";
import { blockCount } from "../runtime/lower/attention-rows.ts";
import {
	keptAttention,
	keptBytes,
	largestPairs,
	seenPairs,
} from "./kept-attention.ts";

const heads = 4;

/** Layers of attention, with something beside them. */
function layersOf(count: number) {
	const ops = new Ops();
	const rows = ops.input("x", ["N", 8]);
	const slots = ops.input("slots", ["B", "L"], "int32");
	const places = ops.input("places", ["N"], "int32");
	const bias = ops.input("bias", ["L", "L"]);
	let x = rows;
	for (let layer = 0; layer < count; layer++)
		x = ops.within(`layers.${layer}`, () => {
			const [mix] = ops.emit("attention", [x, x, x, slots, places, bias], {
				...{ heads, kvHeads: heads, headDim: 2, scale: 1 },
			});
			return ops.add(mix, x);
		});
	return ops.nodes;
}

const keptOf = (pairs: number) =>
	[...keptAttention(layersOf(5), pairs)].map(({ op, scope }) => [op, scope]);

/** Pairs of which one layer takes this part of the budget. */
const part = (share: number) => (share * keptBytes) / (4 * heads * seenPairs);

test.each([
	[1 / 5 - 1e-6, [4, 3, 2, 1, 0]],
	[1 / 4 - 1e-6, [4, 3, 2, 1]],
	[1 / 3 + 1e-6, [4, 3]],
	[1, [4]],
	[1 + 1e-6, []],
	[Infinity, []],
])(
	"layers that take %d of the budget each are kept as far as it goes, the last ones first",
	(share, layers) => {
		const expected = layers.map((layer) => ["attention", `layers.${layer}`]);
		expect(keptOf(part(share))).toEqual(expected);
	},
);

it("counts the pairs that the blocks of attention have", () => {
	const side = 8 * blockCount;
	let pairs = 0;
	for (let block = 1; block <= blockCount; block++)
		pairs += (side / blockCount) * ((block * side) / blockCount);
	expect(pairs / side ** 2).toBe(seenPairs);
});

function row(prompt: number, answer: number): Example {
	const ids = Int32Array.from({ length: prompt + answer }, (_, i) => i % 97);
	const mask = Uint8Array.from(ids, (_, i) => (i < prompt ? 0 : 1));
	return { id: "row", ids, mask, liked: true };
}

/** Pairs of queries and keys that attention has for a micro-batch. */
function pairsOf(groups: readonly (readonly Example[])[], shares: boolean) {
	const { buffers } = packRows(groups, {
		...{ windows: [], chunks: 1, endIds: new Set(), sharePrompts: shares },
	});
	const [rows, longest] = buffers.slots!.dims as [number, number];
	return rows * longest ** 2;
}

it("no micro-batch of rows has more pairs than one row of all tokens, and a small one has little more", () => {
	const stream = new RandomStream(1, "rows");
	const draw = (most: number) => 2 + stream.integer(most - 2);
	for (const tokens of [128, 256, 512, 2048])
		for (let step = 0; step < 60; step++) {
			const longest = draw(tokens);
			const groups = Array.from({ length: draw(24) }, () => [
				row(1, stream.uniform() < 0.2 ? longest : draw(40)),
			]);
			for (const some of microBatchesOf(groups, tokens)) {
				const most = largestPairs(Math.max(tokens, longest + 1), false);
				const padding = tokens < 400 ? 64_000 : 0;
				expect(pairsOf(some, false)).toBeLessThanOrEqual(most + padding);
			}
		}
});

it("no micro-batch of pairs that share prompts has more than twice that, and some have more than once", () => {
	const stream = new RandomStream(2, "pairs");
	let most = 0;
	for (let step = 0; step < 60; step++) {
		const groups = Array.from({ length: 1 + stream.integer(8) }, () => {
			const prompt = 2 + stream.integer(500);
			const answer = () => row(prompt, 1 + stream.integer(60));
			return [answer(), answer()];
		});
		const { microBatches } = createPlan({
			...{ lengths: groups.map(groupLength), rowsPerStep: groups.length },
			...{ tokensPerMicroBatch: 512, seed: 0 },
		}).step(0);
		const longest = Math.max(
			...groups.flat().map(({ ids: { length } }) => length + 1),
		);
		for (const indices of microBatches) {
			const some = indices.map((index) => groups[index] as Example[]);
			most = Math.max(
				most,
				pairsOf(some, true) / largestPairs(Math.max(512, longest), false),
			);
		}
	}
	expect(most).toBeGreaterThan(1);
	expect(most).toBeLessThanOrEqual(
		largestPairs(1, true) / largestPairs(1, false),
	);
});
