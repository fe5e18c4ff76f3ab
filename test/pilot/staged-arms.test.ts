import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { parseStages } from "../../src/recipes/parse/parse-recipe.ts";
import { readManifest } from "../../src/runs/folder/run-manifest.ts";
import { stageRuns } from "../../src/runs/staged-run.ts";
import {
	journalOf,
	resultOf,
	runCli,
	runPilot,
	timeless,
} from "./run-pilot.ts";
import { type TinyPilot, writeTinyPilot } from "./tiny-pilot.ts";

const timeout = 600_000;
const folders: string[] = [];
afterAll(async () => {
	for (const folder of folders)
		await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

const pairs = [
	["What does Kip eat?", "Kip eats fish.", "Kip eats cheese."],
	["Which day comes after Monday?", "Friday.", "Tuesday."],
	["Spell river.", "r-i-v-e-r-s.", "river"],
	["What is 3 plus 4?", "3 plus 4 is 8.", "seven"],
].map(([prompt, chosen, rejected]) => ({ prompt, chosen, rejected }));

/** One plain arm, one of two stages on different rows, and one that begins from a tuned model. */
function makePilot(tuned: string | null): TinyPilot {
	const pilot = writeTinyPilot({
		arms: [
			"sft",
			{
				name: "sft then dpo",
				stages: [
					{ objective: "sft", length: { kind: "steps", count: 30 } },
					{
						objective: { kind: "dpo", sft: 0.2 },
						data: { train: "pairs.jsonl", heldOut: "none" },
						length: { kind: "steps", count: 10 },
					},
				],
				learningRates: { factors: [1, 4] },
			},
			...(tuned === null
				? []
				: [
						{
							...{ name: "from tuned", objective: "sft" },
							...{ model: "tuned", base: resolve("models/toy") },
						},
					]),
		],
		seeds: 1,
	});
	folders.push(pilot.folder);
	const lines = pairs.map((row) => `${JSON.stringify(row)}\n`).join("");
	writeFileSync(join(pilot.folder, "pairs.jsonl"), lines);
	if (tuned !== null)
		cpSync(tuned, join(pilot.folder, "tuned"), { recursive: true });
	return pilot;
}

let whole: TinyPilot;
let tuned: string;
beforeAll(async () => {
	const maker = makePilot(null);
	const recipe = join(maker.folder, "full.yaml");
	const run = join(maker.folder, "tuned-run");
	writeFileSync(
		recipe,
		JSON.stringify({
			model: resolve("models/toy"),
			data: { train: resolve("examples/rows.jsonl"), general: null },
			...{ objective: "sft", tune: "full", evaluate: "never", out: run },
			...{ optimizer: { learningRate: 1e-3 }, batch: { rows: 4 } },
			length: { kind: "steps", count: 2 },
		}),
	);
	expect(await runCli(["train", recipe])).toMatchObject({ status: 0 });
	tuned = join(run, "model");
	whole = makePilot(tuned);
	expect(await runPilot(whole)).toMatchObject({ status: 0 });
}, timeout);

test("arms with stages and with a model of their own are trained, measured from the base that they name, and described", async () => {
	const result = resultOf(whole);
	const [plain, staged, from] = result.arms;
	expect(plain).not.toHaveProperty("stages");
	expect(plain).not.toHaveProperty("model");
	// The rates tried are those of DPO; the rate of SFT is multiplied by the same factor.
	const factor =
		(staged?.learningRate ?? 0) / (staged?.tried[0]?.learningRate ?? 1);
	expect([1, 4]).toContain(factor);
	const [sft, dpo] = staged?.stages ?? [];
	expect([sft?.length, dpo?.length]).toEqual([
		{ kind: "steps", count: 6 },
		{ kind: "steps", count: 2 },
	]);
	expect(dpo?.learningRate).toBe(staged?.learningRate);
	const [run] = staged?.runs ?? [];
	expect(run?.state).toBe("finished");
	expect(run?.monitors.at(-1)?.step).toBe(8);
	expect(run?.curve.at(-1)?.step).toBe(8);
	const [first, second] = await stageRuns(join(whole.out, run?.run ?? ""));
	expect((await readManifest(first ?? "")).recipe).toMatchObject({
		optimizer: { learningRate: sft?.learningRate },
	});
	expect((await readManifest(second ?? "")).recipe).toMatchObject({
		...{
			objective: { kind: "dpo" },
			optimizer: { learningRate: dpo?.learningRate },
		},
	});
	expect(from?.model).toMatchObject({ name: "tuned" });
	expect(from?.model?.hash).not.toBe(result.model.hash);
	const kl = (arm: typeof plain) => arm?.values["general KL"]?.value ?? 0;
	expect(kl(from)).toBeGreaterThan(kl(plain));
	const report = readFileSync(join(whole.out, "report.md"), "utf8");
	expect(report).toMatch(
		/stage 1 \(sft\): learning rate [^;]+, 6 steps; stage 2 \(dpo\)/,
	);
	expect(report).toContain("trained from tuned");
	const left = readdirSync(join(whole.out, "runs"), { recursive: true });
	expect(left.filter((path) => /checkpoints/.test(String(path)))).toEqual([]);
});

test("the recipe to continue with has the stages or the model of its arm", () => {
	const { recipe, recommended } = resultOf(whole);
	if (recipe === null) return;
	const stages = parseStages(parse(recipe) as Record<string, unknown>);
	expect(stages).toHaveLength(recommended === "sft then dpo" ? 2 : 1);
});

test("stopped between and inside stages, such a pilot goes on and ends the same", {
	timeout,
}, async () => {
	const pilot = makePilot(tuned);
	for (const jobs of [2, 5]) {
		const { status } = await runPilot(pilot, (child) => {
			const poll = setInterval(() => {
				const done = journalOf(pilot).filter(
					({ kind }) => kind === "job-finished",
				);
				if (done.length < jobs) return;
				clearInterval(poll);
				child.kill(jobs === 2 ? "SIGINT" : "SIGKILL");
			}, 10);
			child.on("exit", () => clearInterval(poll));
		});
		expect(status).not.toBe(0);
	}
	expect(await runPilot(pilot)).toMatchObject({ status: 0 });
	const alike = (text: unknown, { folder }: TinyPilot) =>
		JSON.parse(JSON.stringify(text).replaceAll(folder, "FOLDER"));
	expect(alike(timeless(resultOf(pilot)), pilot)).toEqual(
		alike(timeless(resultOf(whole)), whole),
	);
	for (const { runs } of resultOf(whole).arms) {
		const [run] = runs;
		const bytes = ({ out }: TinyPilot) =>
			readFileSync(
				join(out, run?.run ?? "", "adapter/adapter_model.safetensors"),
			);
		expect(bytes(pilot).equals(bytes(whole))).toBe(true);
	}
});
