import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readManifest } from "../../src/runs/folder/run-manifest.ts";
import { stageRuns } from "../../src/runs/staged-run.ts";
import { journalOf, resultOf, runPilot } from "./run-pilot.ts";
import { type TinyPilot, writeTinyPilot } from "./tiny-pilot.ts";

const timeout = 600_000;
const folders: string[] = [];
afterAll(() => {
	for (const folder of folders)
		rmSync(folder, { recursive: true, force: true });
});

const length = (count: number) => ({ length: { kind: "steps", count } });
const first = { objective: "sft", ...length(30) };
const pairs = [
	["What does Kip eat?", "Kip eats fish.", "Kip eats cheese."],
	["Spell river.", "r-i-v-e-r-s.", "river"],
].map(([prompt, chosen, rejected]) => ({ prompt, chosen, rejected }));

function makePilot(): TinyPilot {
	const pilot = writeTinyPilot({
		stageRates: "apart",
		learningRates: { factors: [1, 4] },
		arms: [
			{
				name: "sft then dpo",
				stages: [
					first,
					{
						...{ objective: { kind: "dpo", sft: 0.2 }, ...length(10) },
						data: { train: "pairs.jsonl", heldOut: "none" },
					},
				],
			},
			{
				name: "sft then dft",
				stages: [first, { objective: "dft", ...length(10) }],
			},
		],
		seeds: 1,
	});
	folders.push(pilot.folder);
	writeFileSync(
		join(pilot.folder, "pairs.jsonl"),
		pairs.map((row) => `${JSON.stringify(row)}\n`).join(""),
	);
	return pilot;
}

test(
	"each stage is tuned by itself, a shared first stage once, and the report shows the rates of each",
	async () => {
		const pilot = makePilot();
		expect(await runPilot(pilot)).toMatchObject({ status: 0 });
		const { arms } = resultOf(pilot);
		const jobs = journalOf(pilot).flatMap((event) =>
			event.kind === "job-finished" ? [JSON.stringify(event)] : [],
		);
		expect(jobs.filter((job) => job.includes("tune-sft-then-"))).toHaveLength(
			2,
		);
		const rates = arms.map(({ stages }) => stages?.[0]?.learningRate);
		expect(new Set(rates).size).toBe(1);
		for (const arm of arms) {
			const [sft, last] = arm.stages ?? [];
			expect(sft?.tried).toHaveLength(2);
			expect(sft?.tried?.map(({ learningRate }) => learningRate)).toContain(
				sft?.learningRate,
			);
			expect(last).not.toHaveProperty("tried");
			expect(last?.learningRate).toBe(arm.learningRate);
			const run = join(pilot.out, arm.runs[0]?.run ?? "");
			const [before] = await stageRuns(run);
			expect((await readManifest(before ?? "")).recipe).toMatchObject({
				optimizer: { learningRate: sft?.learningRate },
			});
		}
		const report = readFileSync(join(pilot.out, "report.md"), "utf8");
		expect(report).toMatch(/sft then dpo, stage 1 \(sft\): \S+ chosen/);
		expect(report).toMatch(/Stages were tuned one after the other/);
		const [dpo] = arms;
		expect(dpo?.runs[0]?.coldStart?.signs).toBeDefined();
	},
	timeout,
);
