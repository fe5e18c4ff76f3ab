import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PilotRecipe } from "../../recipes/parse/parse-pilot.ts";
import { fakePilot, fakeWorkers } from "./testing/fake-workers.ts";
import { play, resultIn } from "./testing/play-pilot.ts";

function savingWorkers(fails: (run: string) => boolean = () => false) {
	const { crew, launched } = fakeWorkers((request) =>
		request.kind === "train" && fails(request.run)
			? { kind: "failed", reason: "no", again: false }
			: "done",
	);
	const start: typeof crew.start = (request, tell) => {
		if (request.kind === "train")
			mkdirSync(join(request.run, "checkpoints", "step-2"), {
				recursive: true,
			});
		return crew.start(request, tell);
	};
	return { crew: { ...crew, start }, launched };
}

const checkpointsIn = ({ out }: PilotRecipe) =>
	(readdirSync(join(out, "runs"), { recursive: true }) as string[])
		.filter((path) => path.endsWith("checkpoints"))
		.map((path) => path.replaceAll("\\", "/").replace("/checkpoints", ""))
		.sort();

test("what is measured for the last time keeps what it made, and no checkpoint", async () => {
	const recipe = fakePilot();
	await play(recipe, savingWorkers());
	expect(checkpointsIn(recipe)).toEqual([]);
	expect(existsSync(join(recipe.out, "runs/sft/lr-0.0002/seed-0"))).toBe(true);
});

test("a pilot that is to keep all keeps all, and tidies up when it no longer is", async () => {
	const recipe = fakePilot({ keep: "all" });
	await play(recipe, savingWorkers());
	expect(checkpointsIn(recipe)).toHaveLength(6);
	const again = savingWorkers();
	await play({ ...recipe, keep: "models" }, again);
	expect(again.launched).toEqual([]);
	expect(checkpointsIn(recipe)).toEqual([]);
});

test("a run that failed keeps its checkpoint, from which another session continues", async () => {
	const recipe = fakePilot();
	const fails = (run: string) => run.endsWith("sft/lr-0.0002/seed-1");
	await play(recipe, savingWorkers(fails));
	expect(checkpointsIn(recipe)).toEqual(["sft/lr-0.0002/seed-1"]);
	await play(recipe, savingWorkers());
	expect(checkpointsIn(recipe)).toEqual([]);
});

test("runs of an arm that another outdid keep none either", async () => {
	const recipe = fakePilot({ halving: { arms: true } });
	const result = resultIn(await play(recipe, savingWorkers()));
	expect(result.arms).toHaveLength(2);
	expect(checkpointsIn(recipe)).toEqual([]);
});
