import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lastEvaluation } from "./last-evaluation.ts";
import { readHistory } from "./result/read-run.ts";
import { readStageEvents } from "./stage-events.ts";

const cost = (seconds: number) => ({ seconds, memoryBytes: 1e8 });
const step = (at: number) => ({
	...{ kind: "step", step: at, cost: cost(at), supervisedTokens: 1 },
	...{ gradNorm: 1, pairs: null },
});
const evaluation = (at: number, nll: number) => ({
	...{ kind: "evaluation", step: at, cost: cost(at), klGeneral: null },
	nll: { value: nll, low: nll, high: nll },
});
const leash = {
	...{ kind: "leash", step: 2, measure: "kl", bound: 0.1 },
	value: { value: 0.05, low: 0, high: 0.1 },
	...{ strength: null, outcome: null },
};

/** A run whose stages have these events. */
function stagedRun(stages: readonly (readonly object[])[]): string {
	const run = mkdtempSync(join(tmpdir(), "temper-stages-"));
	onTestFinished(() => rmSync(run, { recursive: true, force: true }));
	writeFileSync(join(run, "stages.json"), "{}");
	for (const [i, events] of stages.entries()) {
		const path = join(run, "stages", `${i + 1}-sft`);
		mkdirSync(path, { recursive: true });
		for (const name of ["manifest.json", "recipe.json"])
			writeFileSync(join(path, name), "{}");
		const lines = events.map((event) => `${JSON.stringify(event)}\n`);
		writeFileSync(join(path, "events.jsonl"), lines.join(""));
	}
	return run;
}

const first = [evaluation(0, 4), step(1), step(2), leash, evaluation(2, 3)];

test("steps and seconds of a stage continue from those of the stage before", async () => {
	const run = stagedRun([first, [evaluation(0, 9), step(1), evaluation(1, 2)]]);
	const { curve, monitors, seconds } = await readHistory(run);
	expect(curve.map((point) => [point.step, point.nll])).toEqual([
		[0, 4],
		[2, 3],
		[3, 2],
	]);
	expect(monitors.map((point) => point.step)).toEqual([1, 2, 3]);
	expect(seconds).toBe(3);
	expect((await lastEvaluation(run)).nll).toBe(2);
});

test("a run that paused between two stages says the same whether the second one was opened or not", async () => {
	const [closed, opened] = [[first], [first, [evaluation(0, 9)]]].map(
		stagedRun,
	);
	for (const run of [closed!, opened!]) {
		expect((await lastEvaluation(run)).nll).toBe(3);
		const { curve, leash: last } = await readHistory(run);
		expect(curve).toHaveLength(2);
		expect(last).toMatchObject({ step: 2, measure: "kl" });
	}
});

test("the leash of a run is that of its last stage, and a run that was never begun has no events", async () => {
	const run = stagedRun([first, [step(1)]]);
	expect((await readHistory(run)).leash).toBeNull();
	expect(await readStageEvents(join(run, "nowhere"))).toEqual([[]]);
});
