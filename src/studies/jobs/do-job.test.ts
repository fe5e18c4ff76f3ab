import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { EvalResult } from "../../eval/eval-result.ts";
import { readTask } from "../../eval/task/read-task.ts";
import { parseRecipe } from "../../recipes/parse/parse-recipe.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import { doJob, type JobOptions } from "./do-job.ts";
import type { JobProgress, TrainWork } from "./job-request.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-do-job-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stage = (count: number): Recipe =>
	parseRecipe({
		extends: "sft",
		model: "models/toy",
		data: { train: "examples/rows.jsonl", general: null },
		batch: { rows: 2, tokens: 256 },
		length: { kind: "steps", count },
		...{ evaluate: "never", save: "end" },
		device: { kind: "cpu", threads: 1 },
	});

function trainWork(
	name: string,
	stages: readonly Recipe[],
	until: number,
): TrainWork {
	const run = join(folder, name);
	return {
		...{ kind: "train", run, stages, until },
		...{ inputs: null, measure: null },
	};
}

const nll = { kind: "nll" } as const;

const quiet: JobOptions = {
	signal: new AbortController().signal,
	onProgress: () => {},
};

test("a staged run goes to its share, is measured there, continues to its end, and is then left as it is", async () => {
	const stages = [stage(4), stage(2)];
	const progress: JobProgress[] = [];
	const options = {
		...quiet,
		onProgress: (one: JobProgress) => progress.push(one),
	};
	const out = join(folder, "half.json");
	const task = { ...readTask("examples/captain.task.yaml"), limit: 2 };
	const device = { device: "cpu", threads: 1 } as const;
	const half = {
		...trainWork("staged", stages, 0.5),
		measure: { tasks: [task], device, base: null },
	};
	const { outcome } = await doJob({ ...half, out }, options);
	expect(outcome).toBe("done");
	const trained = progress.filter(({ phase }) => phase === "training");
	expect(trained.map(({ share }) => share)).toEqual(
		[1, 2, 3].map((step) => step / 6),
	);
	const measured = JSON.parse(readFileSync(out, "utf8")) as EvalResult;
	expect(measured.tasks.map(({ name }) => name)).toEqual(["captain"]);
	expect(existsSync(join(half.run, "adapter"))).toBe(false);

	const whole = trainWork("staged", stages, 1);
	const end = join(folder, "whole.json");
	const ended = await doJob({ ...whole, out: end }, quiet);
	// From the first of its three steps to the last.
	expect(ended).toMatchObject({ time: { share: expect.closeTo(2 / 6, 9) } });
	expect(existsSync(join(whole.run, "adapter"))).toBe(true);
	expect(JSON.parse(readFileSync(end, "utf8"))).toEqual({
		...{ version: 1, run: whole.run, until: 1 },
	});
	const again = await doJob({ ...whole, out: end }, quiet);
	expect(again).toMatchObject({ time: { training: 0, share: 0 } });
}, 120_000);

test("a staged run may pause exactly where a stage ends, and has the model of that stage there", async () => {
	const task = { ...readTask("examples/captain.task.yaml"), limit: 2 };
	const device = { device: "cpu", threads: 1 } as const;
	const measure = { tasks: [{ ...task, scorer: nll }], device, base: null };
	const [first, second] = [stage(3), stage(3)];
	const nllOf = async (name: string, stages: Recipe[], until: number) => {
		const out = join(folder, `${name}.json`);
		await doJob({ ...trainWork(name, stages, until), measure, out }, quiet);
		const result = JSON.parse(readFileSync(out, "utf8")) as EvalResult;
		return result.tasks[0]?.value?.value;
	};
	const alone = await nllOf("alone", [first], 1);
	expect(await nllOf("both", [first, second], 0.5)).toBe(alone);
	expect(await nllOf("both", [first, second], 1)).not.toBe(alone);
}, 120_000);

test("a job whose signal aborts writes nothing, and the run keeps a checkpoint", async () => {
	const stop = new AbortController();
	const work = trainWork("stopped", [stage(50)], 1);
	const out = join(folder, "stopped.json");
	const options = { signal: stop.signal, onProgress: () => stop.abort() };
	expect(await doJob({ ...work, out }, options)).toEqual({
		outcome: "stopped",
	});
	expect(existsSync(out)).toBe(false);
	expect(existsSync(join(work.run, "checkpoints", "step-1"))).toBe(true);
}, 60_000);
