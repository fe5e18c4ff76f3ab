import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Example } from "../data/example.ts";
import { openModel } from "../formats/open-model.ts";
import { Policy } from "./policy.ts";
import { Scorer } from "./scorer.ts";

const folder = fileURLToPath(new URL("../../models/toy", import.meta.url));

function rowOf(ids: readonly number[], from: number, to: number): Example {
	const mask = new Uint8Array(ids.length).fill(1, from, to);
	return { id: "row", ids: Int32Array.from(ids), mask, liked: true };
}

it("rows that share what they begin with have the scores that they have alone", async () => {
	const { model } = await openModel(folder, { checkValues: false });
	const tuning = { kind: "none" } as const;
	const options = {
		...{ tuning, precision: "float32" as const, length: 128, chunks: 2 },
		...{ recompute: false, sharedPrompts: true },
	};
	const device = { device: "cpu", threads: 1 } as const;
	const scorer = await Scorer.create(model, options, device, 150, false);
	const policy = await Policy.base(scorer.trainables, model, tuning);
	const prefix = Array.from({ length: 40 }, (_, i) => 5 + ((i * 37) % 900));
	const groups = Array.from({ length: 9 }, (_, q) =>
		[100, 200, 300].map((option) => {
			const answer = [...Array(1 + (q % 3)).keys()].map((i) => option + i);
			const prompt = [...prefix, 10 + q, 20];
			const end = prompt.length + answer.length;
			return rowOf([...prompt, ...answer, 2], prompt.length, end);
		}),
	);
	const all = [...groups, [rowOf([5, 6, 7], 1, 3)], [rowOf(prefix, 30, 40)]];
	const { rows: shared } = await scorer.scoreSharing(all, policy);
	const alone = await Promise.all(
		all.flat().map(async (row) => {
			const { rows } = await scorer.score([[row]], policy);
			return rows[0];
		}),
	);
	const { rows: together } = await scorer.score(all.toReversed(), policy);
	await scorer.dispose();
	// Grouped by length inside, in the order of the groups outside.
	const order = [...all.keys()].reverse();
	const places = all.map((group, i) => {
		const before = order.slice(0, order.indexOf(i));
		const start = before.reduce((sum, j) => sum + (all[j]?.length ?? 0), 0);
		return group.map((_, k) => start + k);
	});
	const inOrder = places.flat().map((place) => together[place]);
	for (const rows of [inOrder, shared]) {
		expect(rows).toHaveLength(9 * 3 + 2);
		for (const [i, row] of rows.entries()) {
			expect(row?.logProb).toHaveLength(alone[i]?.logProb.length ?? -1);
			// Products of another number of rows may add in another order.
			for (const [t, value] of row?.logProb.entries() ?? []) {
				expect(value).toBeCloseTo(alone[i]?.logProb[t] ?? Number.NaN, 4);
				const entropy = alone[i]?.entropy[t] ?? Number.NaN;
				expect(row?.entropy[t]).toBeCloseTo(entropy, 4);
			}
		}
	}
});
