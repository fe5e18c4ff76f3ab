import { describe, expect, test } from "vitest";
import {
	type Example,
	type Group,
	supervisedCount,
} from "../../src/data/example.ts";
import { joinRows } from "../../src/data/pack.ts";
import { GraphBaseline } from "../../src/engine/onnx/graph-baseline.ts";
import type { Reference } from "../../src/engine/step.ts";
import { asft } from "../../src/objectives/imitation/asft.ts";
import { dft } from "../../src/objectives/imitation/dft.ts";
import { eaft } from "../../src/objectives/imitation/eaft.ts";
import { minorSft } from "../../src/objectives/imitation/minor-sft.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { tinySizes } from "../fixtures/random-llama.ts";
import { tinyFolder } from "./tiny-folder.ts";
import { gradientsOf, relativeGap } from "./tiny-training.ts";

const folder = tinyFolder();

const objectives = {
	sft: sft(),
	"minor-sft": minorSft({ beta: 0.3 }),
	dft: dft({ floor: null, keepEnd: false }),
	asft: asft({ lambda: 0.5, floor: null, keepEnd: false }),
	eaft: eaft({ alpha: 1 }),
};
const tunes = { lora: { kind: "lora", rank: 4 }, full: { kind: "full" } };

/** Scores that differ from row to row, and not from run to run. */
const scoresOf = (row: Example): Float32Array =>
	Float32Array.from(
		{ length: supervisedCount(row) },
		(_, t) => -5 - Math.sin(t + row.ids.length),
	);

/** Hidden states that differ from token to token, and not from run to run. */
const statesOf = (row: Example): Float32Array =>
	Float32Array.from(
		{ length: supervisedCount(row) * tinySizes.hidden },
		(_, i) => Math.sin(i * row.ids.length),
	);

const reference: Reference = async (groups) => {
	const rows = groups.flat();
	// A blank entry follows those of the rows.
	const blank = new Float32Array(tinySizes.hidden);
	const states = joinRows([...rows.map(statesOf), blank]);
	const entries = states.length / tinySizes.hidden;
	return {
		logProb: joinRows(rows.map(scoresOf)),
		baseline: new GraphBaseline([
			{ data: states, dims: [entries, tinySizes.hidden] },
		]),
	};
};

const asOne = (train: readonly Group[]) => [train.slice(0, 6)];
const inTwos = (train: readonly Group[]) =>
	[0, 2, 4].map((at) => train.slice(at, at + 2));
const oneByOne = (train: readonly Group[]) =>
	train.slice(0, 6).map((group) => [group]);

describe.each(Object.entries(tunes))("tuning %s", (_, tune) => {
	test.each(Object.entries(objectives))(
		"%s: micro-batches of any size add up to the step",
		async (_, objective) => {
			const options = { reference };
			const one = await gradientsOf(
				folder,
				objective,
				asOne,
				{ tune },
				options,
			);
			expect(one.weight).toBeGreaterThan(1);
			for (const split of [inTwos, oneByOne]) {
				const parts = await gradientsOf(
					folder,
					objective,
					split,
					{ tune },
					options,
				);
				expect(parts.weight).toBe(one.weight);
				expect(Math.abs(parts.sum / one.sum - 1)).toBeLessThan(1e-6);
				expect(relativeGap(one, parts)).toBeLessThan(1e-6);
				parts.logProb.forEach((value, i) => {
					expect(value).toBeCloseTo(one.logProb[i] as number, 5);
				});
			}
		},
	);
});

describe("beside other rows", () => {
	const plain = (train: readonly Group[]) => [train.slice(0, 2)];

	test.each(Object.entries(objectives))(
		"%s: a row that is all masked changes nothing",
		async (_, objective) => {
			const masked = (train: readonly Group[]) => {
				const [a, b, c] = train.flat() as [Example, Example, Example];
				const mute = { ...c, mask: new Uint8Array(c.mask.length) };
				return [[[a], [mute], [b]]];
			};
			const options = { reference };
			const without = await gradientsOf(folder, objective, plain, {}, options);
			const beside = await gradientsOf(folder, objective, masked, {}, options);
			expect(beside.weight).toBe(without.weight);
			expect(beside.sum).toBeCloseTo(without.sum, 4);
			expect(relativeGap(without, beside)).toBeLessThan(1e-6);
		},
	);

	test("the order of rows does not matter", async () => {
		const turned = (train: readonly Group[]) => [train.slice(0, 6).reverse()];
		const a = await gradientsOf(folder, sft(), asOne);
		const b = await gradientsOf(folder, sft(), turned);
		expect(relativeGap(a, b)).toBeLessThan(1e-6);
	});
});

test.each(Object.entries(objectives))(
	"%s: probabilities of 0 and 1 stay finite",
	async (_, objective) => {
		const found = await gradientsOf(
			folder,
			objective,
			asOne,
			{ tune: { kind: "full" } },
			{
				reference,
				edit: (policy) => policy.values.get("model.norm.weight")?.fill(1e4),
			},
		);
		expect(Math.min(...found.logProb)).toBeLessThan(-1e3);
		expect(Number.isFinite(found.sum)).toBe(true);
		for (const gradient of found.byName.values())
			expect(gradient.every(Number.isFinite)).toBe(true);
	},
);

describe("recomputation", () => {
	test.each([
		...Object.entries(tunes),
		["dropout", { kind: "lora", dropout: 0.2 }] as const,
	])("%s: gradients as without it", async (_, tune) => {
		const kept = await gradientsOf(folder, sft(), asOne, { tune });
		const again = await gradientsOf(folder, sft(), asOne, {
			tune,
			recompute: true,
		});
		expect(again.sum).toBe(kept.sum);
		expect(relativeGap(kept, again)).toBeLessThan(1e-6);
	});
});

describe("adapters", () => {
	test("alpha / sqrt(rank) with rsLoRA, alpha / rank without", async () => {
		const by = (alpha: number, rslora: boolean) =>
			gradientsOf(folder, sft(), asOne, {
				tune: { kind: "lora", rank: 4, alpha, rslora },
			});
		const a = await by(8, true);
		const b = await by(16, false);
		const c = await by(8, false);
		expect(b.logProb).toEqual(a.logProb);
		expect(relativeGap(a, b)).toBe(0);
		expect(relativeGap(a, c)).toBeGreaterThan(0.1);
	});

	test("only where the recipe puts them", async () => {
		const targets = ["q_proj", "down_proj"];
		const { byName } = await gradientsOf(folder, sft(), asOne, {
			tune: { kind: "lora", targets },
		});
		const layers = [...byName.keys()].map((name) => name.split(".").at(-3));
		expect(byName.size).toBe(2 * 2 * targets.length);
		expect(new Set(layers)).toEqual(new Set(targets));
		for (const gradient of byName.values())
			expect(gradient.some((x) => x !== 0)).toBe(true);
	});

	test("dropout follows its seed, and 0 drops nothing", async () => {
		const by = (dropout: number, dropoutSeed: number) =>
			gradientsOf(
				folder,
				sft(),
				asOne,
				{ tune: { kind: "lora", dropout } },
				{ dropoutSeed },
			);
		const [none, other] = [await by(0, 1), await by(0, 2)];
		expect(other.logProb).toEqual(none.logProb);
		const [a, b, c] = [await by(0.3, 1), await by(0.3, 1), await by(0.3, 2)];
		expect(b.logProb).toEqual(a.logProb);
		expect(relativeGap(a, b)).toBe(0);
		expect(relativeGap(a, c)).toBeGreaterThan(0.01);
		expect(relativeGap(a, none)).toBeGreaterThan(0.01);
		const mean = (values: readonly number[]) =>
			values.reduce((sum, x) => sum + x, 0) / values.length;
		expect(Math.abs(mean(a.logProb) - mean(none.logProb))).toBeLessThan(0.5);
	});
});
