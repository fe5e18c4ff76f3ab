import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openRewards } from "./open-rewards.ts";
import type { RewardSpec } from "./reward-spec.ts";
import { answerOf } from "./testing/answer.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-rewards-"));
afterAll(() => rmSync(folder, { recursive: true }));

const common = { name: null, weight: 1 };
const numeric: RewardSpec = {
	...common,
	kind: "numeric",
	column: null,
	tolerance: 0,
};
const shape: RewardSpec = {
	...common,
	kind: "length",
	least: 0,
	most: 3,
	weight: 0.5,
};

test("every kind opens, is named, and is weighed", async () => {
	const schema = join(folder, "schema.json");
	const path = join(folder, "reward.mjs");
	writeFileSync(schema, '{"type":"number"}');
	writeFileSync(path, "export const half = () => 0.5;");
	const rewards = await openRewards(
		[
			numeric,
			shape,
			{ ...shape, most: 1 },
			{
				...common,
				kind: "exact",
				column: null,
				ignoreCase: false,
				name: "same",
			},
			{
				...common,
				kind: "contains",
				text: "42",
				column: null,
				ignoreCase: false,
			},
			{ ...common, kind: "format", start: "4", end: null },
			{ ...common, kind: "regex", pattern: "2$", flags: "", match: false },
			{ ...common, kind: "json-schema", schema },
			{
				...common,
				kind: "module",
				path,
				export: "half",
				timeLimit: 10,
				weight: 4,
			},
			{ ...common, kind: "model", path: "judge", weight: -1, name: "judge" },
		],
		{
			openModel: async (path) => ({
				name: path,
				score: async ({ completion }) => completion.length,
			}),
		},
	);
	try {
		const answer = answerOf("42", { answer: "#### 42" });
		expect(await rewards.judge(answer)).toEqual({
			total: 1 + 0.5 + 0 + 0 + 1 + 1 + 0 + 1 + 2 - 2,
			parts: {
				numeric: 1,
				length: 1,
				"length-2": 0,
				same: 0,
				contains: 1,
				format: 1,
				regex: 0,
				"json-schema": 1,
				module: 0.5,
				judge: 2,
			},
		});
		expect(await rewards.score(answer)).toBe(4.5);
		expect(rewards.names.slice(0, 4)).toEqual([
			"numeric",
			"length",
			"length-2",
			"same",
		]);
	} finally {
		await rewards.dispose();
	}
	await expect(rewards.judge(answerOf("42", { answer: "42" }))).rejects.toThrow(
		"found that it was closed",
	);
});

test("a chosen name is not given to another", async () => {
	const { names } = await openRewards([shape, { ...numeric, name: "length" }]);
	expect(names).toEqual(["length-2", "length"]);
});

test("an error names row, reward and column", async () => {
	const column = { ...numeric, column: "result", name: "sum" };
	const rewards = await openRewards([column]);
	await expect(rewards.score(answerOf("42"))).rejects.toMatchObject({
		code: "data",
		message:
			"rows.jsonl:3, reward sum, column result: expected a text or a number to compare with, found nothing.",
	});
});

test("a reward model needs somebody to open it, and gives finite numbers", async () => {
	const model: RewardSpec = { ...common, kind: "model", path: "/models/judge" };
	await expect(openRewards([model])).rejects.toMatchObject({
		code: "recipe",
		message:
			"reward model: expected a reward that needs no model, found the reward model /models/judge.",
	});
	const openModel = async () => ({ name: "x", score: async () => Number.NaN });
	const rewards = await openRewards([model], { openModel });
	await expect(rewards.score(answerOf(""))).rejects.toMatchObject({
		code: "data",
		message: "rows.jsonl:3, reward model: expected a finite number, found NaN.",
	});
});

test("a model is disposed of with the rewards, also when a later one cannot be opened", async () => {
	const model: RewardSpec = { ...common, kind: "model", path: "/models/judge" };
	let open = 0;
	const openModel = async () => {
		open++;
		return {
			name: "x",
			score: async () => 1,
			dispose: async () => {
				open--;
			},
		};
	};
	const rewards = await openRewards([model], { openModel });
	expect(open).toBe(1);
	await rewards.dispose();
	expect(open).toBe(0);
	const gone: RewardSpec = {
		...{ ...common, kind: "json-schema" },
		schema: join(folder, "gone.json"),
	};
	await expect(openRewards([model, gone], { openModel })).rejects.toThrow();
	expect(open).toBe(0);
});

test("a schema that is not there, is no JSON, or is no schema", async () => {
	const open = (schema: string | object) =>
		openRewards([{ ...common, kind: "json-schema", schema } as RewardSpec]);
	const path = join(folder, "broken.json");
	await expect(open(path)).rejects.toMatchObject({ code: "recipe" });
	writeFileSync(path, '{"type":');
	await expect(open(path)).rejects.toMatchObject({
		code: "recipe",
		where: `${path} line 1 column 9`,
	});
	await expect(open({ type: "objekt" })).rejects.toMatchObject({
		code: "recipe",
		where: "reward json-schema, schema",
	});
});
