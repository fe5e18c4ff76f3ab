import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { JudgedSample } from "../../src/runs/folder/round-folder.ts";
import { prepare } from "../../src/train/prepare/prepare.ts";
import {
	type Changes,
	eventsOf,
	type FinishedRun,
	runRecipe,
	stepsOf,
} from "./run-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";
import { writeRows } from "./tiny-rows.ts";

const timeout = 300_000;
const sampling = { maxNewTokens: 5, batch: 16 };
const folder = tinyFolder();

const user = (content: string) => ({ role: "user", content });
const assistant = (content: string, rest = {}) => ({
	...{ role: "assistant", content },
	...rest,
});

/** One, two, three and, with one switched off, two taught turns; the last row asks and is not answered. */
const talks = [
	[user("red?"), assistant("red cat")],
	[user("sun?"), assistant("two suns"), user("moon?"), assistant("one moon")],
	[
		...[user("a?"), assistant("tree"), user("b?"), assistant("river dog")],
		...[user("c?"), assistant("blue")],
	],
	[
		...[user("one?"), assistant("one", { train: false })],
		...[user("two?"), assistant("two"), user("three?"), assistant("three")],
	],
];
const expected = [
	"1",
	"2 turn 1",
	"2 turn 2",
	"3 turn 1",
	"3 turn 2",
	"3 turn 3",
];
const wanted = [...expected, "4 turn 1", "4 turn 2"];

beforeAll(async () => {
	writeRows(
		join(folder, "talks.jsonl"),
		talks.map((messages, i) => ({ messages, solution: `${i}` })),
	);
}, timeout);

const recipe = (objective: Changes, changes: Changes = {}): Changes => ({
	objective: { sampling, ...objective },
	data: {
		train: join(folder, "talks.jsonl"),
		heldOut: { kind: "none" },
		general: null,
	},
	batch: { rows: 4, tokens: 2048 },
	length: { kind: "steps", count: 2 },
	save: { every: 1 },
	...changes,
});

const samplesIn = ({ out }: FinishedRun, part = ""): JudgedSample[] =>
	readFileSync(join(out, "rounds/round-1", part, "samples.jsonl"), "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));

const named = ({ row, turn }: JudgedSample) =>
	row.split(":").at(-1) + (turn === undefined ? "" : ` turn ${turn}`);

const irft = { kind: "irft", rounds: 1, perPrompt: 2 };
const grpo = {
	kind: "grpo",
	reward: { kind: "regex", pattern: "e" },
	perPrompt: 2,
};
const rft = { kind: "rft", rounds: 1, perPrompt: 2, rewardModel: { steps: 2 } };

describe.each([irft, grpo, rft])("$kind", (objective) => {
	test("answers every taught turn of a conversation", { timeout }, async () => {
		const run = await runRecipe(folder, recipe(objective));
		const parts = objective.kind === "rft" ? ["", "reward-model"] : [""];
		for (const part of parts) {
			const samples = samplesIn(run, part);
			expect([...new Set(samples.map(named))].sort()).toEqual(wanted);
			expect(samples.length).toBe(2 * wanted.length);
			const third = samples.find((sample) => named(sample) === "3 turn 2");
			expect(third?.demonstration).toBe("river dog");
			// All that precedes the turn, the turn before it included, and nothing after it.
			for (const word of ["a?", "tree", "b?"])
				expect(third?.prompt).toContain(word);
			expect(third?.prompt).not.toContain("river dog");
			const after = samples.find((sample) => named(sample) === "4 turn 1");
			expect(after?.prompt).toContain("one?");
			expect(after?.demonstration).toBe("two");
		}
		const [event] = eventsOf(run.events, "samples");
		expect(event?.samples).toBe(2 * wanted.length);
	});

	test("resumed in the middle of its round, it ends in the same bytes", {
		timeout,
	}, async () => {
		const whole = await runRecipe(folder, recipe(objective));
		const resumed = await runRecipe(folder, recipe(objective), 1);
		expect(stepsOf(resumed.events)).toEqual(stepsOf(whole.events));
		expect(resumed.adapter).toBe(whole.adapter);
	});
});

test("every pair of irft teaches: its tokens are those of all turns and their samples", {
	timeout,
}, async () => {
	const run = await runRecipe(
		folder,
		recipe(irft, { length: { kind: "steps", count: 1 } }),
	);
	const samples = samplesIn(run).filter(({ dropped }) => dropped === null);
	const { train } = await prepare(run.recipe);
	const lengths = new Map<string, number>();
	train.flat().forEach(({ id, mask }) => {
		const spans = [...mask].join("").match(/1+/g) ?? [];
		spans.forEach((span, i) => {
			const turn = spans.length > 1 ? ` turn ${i + 1}` : "";
			lengths.set(id.split(":").at(-1) + turn, span.length);
		});
	});
	const tokens = samples.map((sample) => {
		const demo = lengths.get(named(sample)) as number;
		return sample.ended
			? demo + sample.ids.length
			: 2 * Math.min(demo - 1, sample.ids.length);
	});
	expect(stepsOf(run.events)[0]?.supervisedTokens).toBe(
		tokens.reduce((sum, count) => sum + count, 0),
	);
});

test("a reward that compares with a column cannot judge every turn of a conversation", {
	timeout,
}, async () => {
	const reward = { kind: "exact", column: "solution" };
	await expect(
		runRecipe(folder, recipe({ ...grpo, reward })),
	).rejects.toMatchObject({
		code: "data",
		where: expect.stringMatching(/talks\.jsonl:2, reward exact$/),
		hint: expect.stringContaining('"train": false'),
	});
});
