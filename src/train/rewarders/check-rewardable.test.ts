import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tinyTokenizer } from "../../../test/fixtures/tiny-model.ts";
import type { RewardSpec } from "../../rewards/reward-spec.ts";
import type { Prepared } from "../prepare.ts";
import { exampleOf } from "../rounds/demonstration.ts";
import { checkRewardable } from "./check-rewardable.ts";

const tokenizer = tinyTokenizer();
const encode = (text: string) => tokenizer.encode(text, { addSpecial: false });
const folder = mkdtempSync(join(tmpdir(), "temper-rewardable-"));
const path = join(folder, "rows.jsonl");
const answers = ["It is 4.", "No idea."];

beforeAll(() => {
	const lines = answers.map((answer) =>
		JSON.stringify({ question: "2 + 2?", answer }),
	);
	writeFileSync(path, lines.join("\n"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const prepared = {
	tokenizer,
	train: answers.map((answer, i) => [
		exampleOf(`${path}:${i + 1}`, encode("2 + 2?"), encode(answer), true),
	]),
	recipe: { data: { train: [{ path, weight: 1 }] } },
} as unknown as Prepared;

const weighted = { name: null, weight: 1 };
const numeric: RewardSpec = {
	...{ kind: "numeric", ...weighted },
	...{ column: null, tolerance: 0 },
};

test("a row that a reward can never judge is named before anything is sampled", async () => {
	await expect(checkRewardable([numeric], prepared)).rejects.toMatchObject({
		code: "data",
		where: expect.stringMatching(/rows\.jsonl:2, reward numeric/),
		hint: expect.stringContaining("objective.reward"),
	});
	const first = { ...prepared, train: prepared.train.slice(0, 1) };
	await expect(checkRewardable([numeric], first)).resolves.toBeUndefined();
});

test("code of the user's is not asked about demonstrations", async () => {
	const module: RewardSpec = {
		...{ kind: "module", ...weighted, path: join(folder, "none.ts") },
		...{ export: "default", timeLimit: 1 },
	};
	await expect(checkRewardable([module], prepared)).resolves.toBeUndefined();
});
