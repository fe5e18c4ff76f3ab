import { expect, test } from "vitest";
import { tinyTokenizer } from "../../../test/fixtures/tiny-model.ts";
import { exampleOf } from "../../data/example.ts";
import type { RewardSpec } from "../../rewards/reward-spec.ts";
import { checkRewardable } from "./check-rewardable.ts";

const tokenizer = tinyTokenizer();
const encode = (text: string) => tokenizer.encode(text, { addSpecial: false });
const answers = ["It is 4.", "No idea."];
const columns = new Map<string, { question: string }>();

const prepared = {
	tokenizer,
	train: answers.map((answer, i) => [
		exampleOf(`rows.jsonl:${i + 1}`, encode("2 + 2?"), encode(answer), true),
	]),
};

const weighted = { name: null, weight: 1 };
const numeric: RewardSpec = {
	...{ kind: "numeric", ...weighted },
	...{ column: null, tolerance: 0 },
};

test("a row that a reward can never judge is named before anything is sampled", async () => {
	await expect(
		checkRewardable([numeric], prepared, columns),
	).rejects.toMatchObject({
		code: "data",
		where: expect.stringMatching(/rows\.jsonl:2, reward numeric/),
		hint: expect.stringContaining("objective.reward"),
	});
	const first = { ...prepared, train: prepared.train.slice(0, 1) };
	await expect(
		checkRewardable([numeric], first, columns),
	).resolves.toBeUndefined();
});

test("code of the user's is not asked about demonstrations", async () => {
	const module: RewardSpec = {
		...{ kind: "module", ...weighted, path: "none.ts" },
		...{ export: "default", timeLimit: 1 },
	};
	await expect(
		checkRewardable([module], prepared, columns),
	).resolves.toBeUndefined();
});

test("a prompt alone has no answer to compare with, unless a column has one", async () => {
	const asked = encode("2 + 2?");
	const mask = new Uint8Array(asked.length);
	const prompt = {
		id: "rows.jsonl:1",
		ids: asked,
		mask,
		liked: true,
		promptAlone: true,
	};
	const alone = { tokenizer, train: [[prompt]] };
	await expect(checkRewardable([numeric], alone, columns)).rejects.toThrow(
		/rows\.jsonl:1, reward numeric, answer: expected a demonstration's answer to compare with, found none.*column/s,
	);
	const solved = new Map([["rows.jsonl:1", { solution: "4" }]]);
	const byColumn = { ...numeric, column: "solution" };
	await expect(
		checkRewardable([byColumn], alone, solved),
	).resolves.toBeUndefined();
});
