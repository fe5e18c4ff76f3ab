import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { summariseRun } from "../../src/runs/run-summary.ts";
import { summariseStages } from "../../src/runs/staged-summary.ts";
import { temper, writeProject } from "./project.ts";

test("runs that start at once get a folder each, and all finish", async () => {
	const project = await writeProject();
	const rates = ["1e-4", "2e-4", "4e-4", "8e-4"];
	const ended = await Promise.all(
		rates.map((rate) =>
			temper(project, [
				...["train", "recipe.yaml"],
				...["--set", `optimizer.learningRate=${rate}`],
			]),
		),
	);
	for (const one of ended) expect(one).toMatchObject({ status: 0 });
	const runs = readdirSync(join(project, "runs")).sort();
	expect(runs).toEqual(["sft-toy-1", "sft-toy-2", "sft-toy-3", "sft-toy-4"]);
	const found = [];
	for (const name of runs) {
		const run = await summariseRun(join(project, "runs", name));
		const { optimizer } = run.manifest.recipe as never as {
			optimizer: { learningRate: number };
		};
		found.push([run.state, optimizer.learningRate]);
	}
	expect(found.sort()).toEqual(
		rates.map((rate) => ["finished", Number(rate)]).sort(),
	);
});

test("so do runs of several stages", async () => {
	const project = await writeProject({
		stages: [{ objective: "sft" }, { objective: "dft" }],
	});
	const ended = await Promise.all(
		[1, 2, 3].map(() => temper(project, ["train", "recipe.yaml"])),
	);
	for (const one of ended) expect(one).toMatchObject({ status: 0 });
	for (const number of [1, 2, 3]) {
		const path = join(project, "runs", `sft-dft-toy-${number}`);
		expect(await summariseStages(path)).toMatchObject({ state: "finished" });
	}
});

test.each([
	["one stage", {}],
	["several stages", { stages: [{ objective: "sft" }, { objective: "dft" }] }],
])(
	"a folder that is named goes to one run of %s, and the other says so",
	async (_, changes) => {
		const project = await writeProject(changes);
		const ended = await Promise.all(
			[1, 2].map(() =>
				temper(project, ["train", "recipe.yaml", "--out", "mine"]),
			),
		);
		expect(ended.map(({ status }) => status).sort()).toEqual([0, 2]);
		const refused = ended.find(({ status }) => status === 2)?.output ?? "";
		expect(refused).toMatch(
			/error: .*mine: expected a (folder that no other process is writing to|new or empty folder for the run), found/,
		);
		expect(refused).not.toMatch(/\n {4}at /);
	},
);
