import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { SharedFiles } from "../core/shared-files.ts";
import { alone, type Example } from "../data/example.ts";
import { KeptScores, type ScoredWith } from "./kept-scores.ts";
import { Policy } from "./policy.ts";
import type { ScoredGroups } from "./row-scores.ts";
import { SharedScores } from "./shared-scores.ts";

const row = (...ids: number[]): Example => ({
	...{ id: ids.join(), ids: Int32Array.from(ids), liked: true },
	mask: Uint8Array.from(ids, (_, t) => (t === 0 ? 0 : 1)),
});
const rows = alone([row(1, 2, 3), row(4), row(5, 6)]);

/** Numbers that depend on a seed; the second row has no supervised token. */
function scoresOf(seed: number, compares = false): ScoredGroups {
	const values = (length: number, from: number) =>
		Float32Array.from({ length }, (_, i) => Math.sin(seed + from + i));
	return {
		rows: [2, 0, 1].map((length, r) => ({
			logProb: values(length, 10 * r),
			entropy: values(length, 10 * r + 3),
			top1: values(length, 10 * r + 6),
			kl: compares ? values(length, 10 * r + 9) : null,
		})),
		hidden: [
			{ data: values(8, 100), dims: [2, 4] },
			{ data: values(4, 200), dims: [1, 4] },
		],
	};
}

const policyOf = (value: number) =>
	Policy.of([{ name: "w", shape: [1], data: Float32Array.of(value) }]);
const ofBase: ScoredWith = {
	...{ session: "one graph", packing: [64], ofBase: true },
};

let folder: string;
let computed: number;
/** As a process of its own keeps scores. */
const kept = (engine = "cpu", bytes?: number) =>
	new KeptScores({
		shared: new SharedScores(new SharedFiles(folder), engine),
		...(bytes !== undefined && { bytes }),
	});
const compute = async () => scoresOf(++computed);

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-shared-scores-"));
	computed = 0;
});

test.each([false, true])(
	"read with the bits that were written, compared: %s",
	async (compares) => {
		const scores = scoresOf(1, compares);
		await new SharedScores(new SharedFiles(folder), "cpu").write("a", scores);
		const shared = new SharedScores(new SharedFiles(folder), "cpu");
		expect(await shared.read("a")).toEqual(scores);
		expect(await shared.read("b")).toBeNull();
	},
);

test("scores of a base are computed once for all processes", async () => {
	const base = policyOf(1);
	const first = await kept().of(ofBase, rows, base, null, compute);
	const second = await kept().of(ofBase, rows, policyOf(1), null, compute);
	expect(second).toEqual(first);
	expect(computed).toBe(1);
});

test("whatever decides the numbers makes others", async () => {
	await kept().of(ofBase, rows, policyOf(1), null, compute);
	const others: (readonly [ScoredWith, typeof rows, number, string])[] = [
		[{ ...ofBase, session: "another graph" }, rows, 1, "cpu"],
		[{ ...ofBase, packing: [32] }, rows, 1, "cpu"],
		[ofBase, rows.toReversed(), 1, "cpu"],
		[ofBase, [rows.flat()], 1, "cpu"],
		[ofBase, rows, 2, "cpu"],
		[ofBase, rows, 1, "cpu, two threads"],
	];
	for (const [how, groups, value, engine] of others)
		await kept(engine).of(how, groups, policyOf(value), null, compute);
	expect(computed).toBe(1 + others.length);
});

test("a policy that has not left its base shares its scores too, and no other does", async () => {
	const process = async (value: number) => {
		const own = kept();
		const { hidden } = await own.of(ofBase, rows, policyOf(1), null, compute);
		const policy = policyOf(value);
		const how = { ...ofBase, ofBase: false };
		await own.of(how, rows, policy, hidden, async () =>
			scoresOf(++computed, true),
		);
	};
	await process(1);
	expect(computed).toBe(2);
	await process(1);
	expect(computed).toBe(2);
	await process(3);
	await process(3);
	expect(computed).toBe(4);
	expect(readdirSync(folder)).toHaveLength(2);
});

test("damaged files, and those that are too large to be kept, are computed anew", async () => {
	await kept().of(ofBase, rows, policyOf(1), null, compute);
	for (const name of readdirSync(folder))
		writeFileSync(join(folder, name), "half");
	await kept().of(ofBase, rows, policyOf(1), null, compute);
	await kept().of(ofBase, rows, policyOf(1), null, compute);
	expect(computed).toBe(2);
	await kept("another", 10).of(ofBase, rows, policyOf(1), null, compute);
	expect(readdirSync(folder)).toHaveLength(1);
});
