import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Example } from "../../data/example.ts";
import type { RewardSpec } from "../../rewards/reward-spec.ts";
import type { SampleRecord } from "../../runs/folder/round-folder.ts";
import { columnsOf, rewardFunctions } from "./reward-functions.ts";
import type { SampledGroup } from "./rewarder.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-functions-"));
afterAll(() => rmSync(folder, { recursive: true }));

const rows = join(folder, "rows.jsonl");
writeFileSync(
	rows,
	`${JSON.stringify({ prompt: "6 * 7?", completion: "It is 42.", unit: "apples" })}\n`,
);
const columns = await columnsOf([rows]);
const module = join(folder, "judge.mjs");
writeFileSync(
	module,
	"export default ({ row, answer, prompt, completion }) => completion.length + 10 * row.unit.length + 100 * answer.length + 1000 * prompt.length;",
);

const sampleOf = (text: string): SampleRecord => ({
	row: "rows.jsonl:1",
	index: 0,
	prompt: "6 * 7?",
	demonstration: "It is 42.",
	text,
	ids: [5, 6, 9],
	ended: true,
});

const demonstration = {
	id: "rows.jsonl:1",
	row: "rows.jsonl:1",
	turn: null,
	prompt: Int32Array.of(1, 2),
	answer: Int32Array.of(3, 9),
};

const groupOf = (...texts: string[]): SampledGroup => ({
	demonstration,
	samples: texts.map((text) => ({ ...sampleOf(text), row: `${rows}:1` })),
});

const numeric: RewardSpec = {
	kind: "numeric",
	name: "right",
	weight: 2,
	column: null,
	tolerance: 0,
};

test("thoughts are not rewarded, and one that the prompt opened and nothing closed is no answer", async () => {
	const rewarder = await rewardFunctions([numeric], {
		...{ columns, tokens: new WeakMap() },
		marks: [{ open: "<muse>", close: "</muse>" }],
	});
	const { samples, ...group } = groupOf("42</muse>43", "4</muse>42", "42");
	const opened = samples.map((one) => ({ ...one, prompt: "Sum?<muse>" }));
	const judged = await rewarder.judge([
		{ ...group, samples: opened },
		groupOf("<muse>42", "<muse>4</muse>42", "42"),
	]);
	expect(judged.map((own) => own.map(({ right }) => right))).toEqual([
		[0, 1, 0],
		[0, 1, 1],
	]);
	await rewarder.dispose();
});

test("each sample has its rewards by name and their weighted sum, group by group", async () => {
	const rewarder = await rewardFunctions(
		[numeric, { kind: "length", name: null, weight: -1, least: 0, most: 3 }],
		{ columns, tokens: new WeakMap() },
	);
	expect(
		await rewarder.judge([groupOf("42", "43"), groupOf("so, 42")]),
	).toEqual([
		[
			{ right: 1, length: 1, total: 1 },
			{ right: 0, length: 1, total: -1 },
		],
		[{ right: 1, length: 0, total: 2 }],
	]);
	expect(rewarder.learnt).toBeNull();
	expect(await rewarder.compare([groupOf("42")])).toBeNull();
	await rewarder.dispose();
});

test("a function sees the columns of the row, the question and the demonstration", async () => {
	const rewarder = await rewardFunctions(
		[
			{
				kind: "module",
				name: null,
				weight: 1,
				path: module,
				export: "default",
				timeLimit: 10,
			},
		],
		{ columns, tokens: new WeakMap() },
	);
	const [[reward] = []] = await rewarder.judge([groupOf("abc")]);
	expect(reward?.total).toBe(3 + 60 + 900 + 6000);
	await rewarder.dispose();
});

test("a reward model reads the tokens of prompt and answer, and is let go", async () => {
	const tokens = new WeakMap<object, Example>();
	const seen: number[][] = [];
	let disposed = 0;
	const rewarder = await rewardFunctions(
		[{ kind: "model", name: null, weight: 1, path: folder }],
		{
			columns,
			tokens,
			openModel: async () => ({
				name: "model",
				async score(answer) {
					const row = tokens.get(answer) as Example;
					seen.push([...row.ids], [...row.mask]);
					return 0.5;
				},
				dispose: async () => {
					disposed++;
				},
			}),
		},
	);
	await rewarder.judge([groupOf("42")]);
	expect(seen).toEqual([
		[1, 2, 5, 6, 9],
		[0, 0, 1, 1, 1],
	]);
	await rewarder.dispose();
	expect(disposed).toBe(1);
});
