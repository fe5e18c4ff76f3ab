import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeRandomLlama } from "../../../test/fixtures/random-llama.ts";
import { openModel } from "../../formats/open-model.ts";
import { writeAdapter } from "../../formats/peft/write-adapter.ts";
import type { Model } from "../../models/model.ts";
import { adapterOf } from "../../policy/adapter-of.ts";
import { rewardHead } from "../../policy/graphs.ts";
import { parseRecipe } from "../../recipes/parse/parse-recipe.ts";
import { resolveRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type { Prepared } from "./prepare.ts";
import { startingPolicy } from "./starting-policy.ts";
import { tuningOf } from "./tuning.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-start-"));
let model: Model;
beforeAll(async () => {
	mkdirSync(join(folder, "model"));
	await writeRandomLlama(join(folder, "model"));
	({ model } = await openModel(join(folder, "model"), { checkValues: true }));
});
afterAll(() => rmSync(folder, { recursive: true }));

function preparedOf(tune: object): Prepared {
	const parsed = parseRecipe(
		{
			model: join(folder, "model"),
			data: { train: "rows.jsonl" },
			tune: { kind: "lora", rank: 2, ...tune },
		},
		{ where: "test" },
	);
	const { recipe } = resolveRecipe(parsed);
	const tuning = tuningOf(recipe.tune, model.architecture);
	return { model, recipe, tuning } as unknown as Prepared;
}

/** The factors of every adapted layer. */
function trainablesOf({ tuning }: Prepared) {
	const paths = tuning.kind === "lora" ? [...tuning.paths] : [];
	const rank = tuning.kind === "lora" ? tuning.rank : 0;
	return model.architecture.linears
		.filter(({ path }) => paths.includes(path))
		.flatMap(({ path, inFeatures, outFeatures }) => [
			{ name: `${path}.lora_A.weight`, shape: [rank, inFeatures] },
			{ name: `${path}.lora_B.weight`, shape: [outFeatures, rank] },
		]);
}

/** Saves an adapter whose every number is its place. */
async function saved(tune: object): Promise<string> {
	const prepared = preparedOf(tune);
	const { tuning, recipe } = prepared;
	if (tuning.kind !== "lora") throw new Error("lora alone has adapters");
	const values = new Map(
		trainablesOf(prepared).map(({ name, shape }) => [
			name,
			Float32Array.from(
				{ length: shape.reduce((a, b) => a * b, 1) },
				(_, i) => i / 8,
			),
		]),
	);
	const path = mkdtempSync(join(folder, "adapter-"));
	const { architecture } = model;
	await writeAdapter(
		path,
		adapterOf(tuning, architecture, values, recipe.model),
	);
	return path;
}

const start = (tune: object) => {
	const prepared = preparedOf(tune);
	return startingPolicy(prepared, trainablesOf(prepared));
};

test("new adapters say nothing", async () => {
	const { values } = await start({});
	for (const [name, data] of values)
		expect(data.some((x) => x !== 0)).toBe(name.includes("lora_A"));
});

test("a stage begins with the very numbers of the adapter it goes on from", async () => {
	const { values } = await start({ from: await saved({}) });
	expect(values.size).toBeGreaterThan(0);
	for (const data of values.values())
		expect(data).toEqual(Float32Array.from(data, (_, i) => i / 8));
});

test("a reward head, which no adapter has, begins anew", async () => {
	const prepared = preparedOf({ from: await saved({}) });
	const head = { name: rewardHead, shape: [1, 16] };
	const policy = await startingPolicy(prepared, [
		...trainablesOf(prepared),
		head,
	]);
	expect(policy.values.get(rewardHead)).toEqual(new Float32Array(16));
});

describe("an adapter of another kind is refused", () => {
	const cases: [name: string, saved: object, wanted: object, hint: RegExp][] = [
		["rank", { rank: 4, alpha: 4 }, { alpha: 4 }, /tune\.rank/],
		["alpha", { alpha: 3 }, { alpha: 4 }, /tune\.alpha/],
		["rslora", { rslora: true }, {}, /tune\.rslora/],
		["fewer layers", { targets: ["q_proj"] }, {}, /tune\.targets/],
		["more layers", {}, { targets: ["q_proj"] }, /tune\.targets/],
	];
	test.each(cases)("%s", async (_, of, tune, hint) => {
		const from = await saved(of);
		await expect(start({ ...tune, from })).rejects.toMatchObject({
			code: "weights",
			where: from,
			hint: expect.stringMatching(hint),
		});
	});

	test("one that is not there", async () => {
		const from = join(folder, "gone");
		await expect(start({ from })).rejects.toMatchObject({
			name: "TemperError",
			where: expect.stringContaining(from),
		});
	});
});
