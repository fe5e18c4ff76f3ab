import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { loadServices } from "../../src/cli/load-services.ts";
import { runCli } from "../../src/cli/program.ts";
import { fakeContext } from "../../src/cli/testing/fake-context.ts";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import { runRecipe } from "../../src/train/run/run-recipe.ts";
import { shortRecipe } from "../training/short-recipe.ts";
import { tinyFolder } from "../training/tiny-folder.ts";

const folder = tinyFolder({ preferences: true });

async function trained(kind: "reward-model" | "dft"): Promise<string> {
	const recipe = parseRecipe(
		{
			model: join(folder, "model"),
			...shortRecipe(folder, kind, "lora"),
			batch: { rows: 6, tokens: 96 },
			precision: "float32",
			evaluate: "never",
			device: { kind: "cpu", threads: 1 },
			out: join(folder, `run-${kind}`),
		},
		{ where: "test" },
	);
	return (await runRecipe(recipe)).path;
}

let rewards: string;
let weights: string;
beforeAll(async () => {
	rewards = await trained("reward-model");
	weights = await trained("dft");
});

async function show(...argv: string[]) {
	const context = fakeContext(await loadServices());
	const status = await runCli(["data", "show", ...argv], context);
	return { status, out: context.out(), err: context.err() };
}

test("a reward model's words are those whose removal changes the reward", async () => {
	const { status, out } = await show("--run", rewards, "--row", "3", "--json");
	expect(status).toBe(0);
	const found = JSON.parse(out);
	expect(found).toMatchObject({ kind: "reward", step: 2 });
	const sides = found.answers.map(({ side }: { side: string }) => side);
	expect(sides).toEqual(["chosen", "rejected"]);
	for (const { words, most, row } of found.answers) {
		expect(row).toMatch(/pairs\.jsonl:3$/);
		expect(most).toHaveLength(words);
		const sizes = most.map(({ effect }: { effect: number }) =>
			Math.abs(effect),
		);
		expect(sizes).toEqual(sizes.toSorted((a: number, b: number) => b - a));
		expect(sizes[0]).toBeGreaterThan(0);
	}
	const text = await show("--run", rewards, "--row", "3");
	expect(text.out).toMatch(
		/pairs\.jsonl:3, chosen: reward -?\d+\.\d{3}, \d+ words\n/,
	);
	expect(text.out).toMatch(/word +effect on the reward\n/);
});

test("a card has the hash of the data, and figures", async () => {
	const card = join(folder, "card.md");
	const { status, out } = await show("--run", rewards, "--card", card);
	expect([status, out]).toEqual([0, `card written to ${card}\n`]);
	const page = readFileSync(card, "utf8");
	expect(page).toMatch(/pairs\.jsonl` \| \d+ \| `[0-9a-f]{64}` \|/);
	expect(page).toMatch(/Measured on the 24 training pairs/);
	expect(page).toMatch(/\| all \| 24 \| \d+\.\d% \(/);
	expect(page).toMatch(/\| length in tokens \| \d+ \| -?\d\.\d\d \(/);
	const other = await show("--run", weights, "--card", card);
	expect(other.status).toBe(2);
	expect(other.err).toMatch(
		/expected a run that trained a reward model, found .*run-dft, a run of dft/,
	);
});

test("weights are shown row by row, with those of the tokens", async () => {
	const { status, out } = await show("--run", weights, "--count", "2");
	expect(status).toBe(0);
	expect(out).toMatch(/run-dft: dft, .*; the policy at the end \(step 2\)\n/);
	expect(out).toMatch(/24 rows\nweight: mean 0\.\d+, from 0\.\d+ to \d\.\d+;/);
	expect(out).toMatch(
		/The answers with the smallest weights:\n\n.*rows\.jsonl:\d+\n/,
	);
	expect(
		out.match(/weight \d\.\d+, w \d\.\d+, Δ\/m -?\d\.\d+, NLL \d/g),
	).toHaveLength(2);
	expect(out).toMatch(/⟦.*\{0\.\d\d\}.*⟧/s);
	const start = await show(
		"--run",
		weights,
		"--at",
		"start",
		"--most",
		"moved",
	);
	expect(start.out).toMatch(/At the start nothing has moved yet/);
});

test.each<[string[], RegExp]>([
	[
		["--run", "RUN", "--at", "middle"],
		/--at: expected start, end or a checkpoint/,
	],
	[
		["--run", "RUN", "rows.jsonl"],
		/expected --run alone, .* found rows\.jsonl/,
	],
	[["--run", "RUN", "--as", "pairs"], /expected --run alone, .* found --as/],
	[
		["rows.jsonl", "--model", "m", "--at", "end"],
		/expected --run with --at, found no --run/,
	],
	[
		["rows.jsonl"],
		/expected ROWS and --model MODEL, or --run RUN, found no --model/,
	],
	[[], /found neither rows nor a run/],
	[["--run", "MODEL"], /--run: expected a run folder, found a model folder/],
])("%j is refused", async (argv, message) => {
	const places: Record<string, string> = {
		RUN: weights,
		MODEL: join(folder, "model"),
	};
	const { status, err } = await show(...argv.map((one) => places[one] ?? one));
	expect(err).toMatch(message);
	expect(status).toBe(2);
});
