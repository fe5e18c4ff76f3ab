import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { EvalResult, TaskResult } from "../../../eval/eval-result.ts";
import type { Task } from "../../../eval/task/task.ts";
import { toyModel } from "../../../eval/testing/toy-model.ts";
import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import { parsePilot } from "../../../recipes/parse/parse-pilot.ts";
import type { Recipe } from "../../../recipes/schemas/recipe-schema.ts";
import type { LeashOutcome } from "../../../runs/events.ts";
import type { Crew } from "../../jobs/crew.ts";
import type {
	JobMessage,
	JobRequest,
	RunSpeed,
} from "../../jobs/job-request.ts";
import { seatsFor } from "../../jobs/seats.ts";

/** Questions of the target, of which some choose learning rates. */
const questions = 40;

/** A pilot whose files are there, but whose model is none. */
export function fakePilot(settings: Record<string, unknown> = {}): PilotRecipe {
	const folder = mkdtempSync(join(tmpdir(), "temper-pilot-"));
	const model = join(folder, "model");
	mkdirSync(model);
	writeFileSync(join(model, "config.json"), "{}");
	for (const name of ["tokenizer.json", "tokenizer_config.json"])
		copyFileSync(join(toyModel, name), join(model, name));
	const rows = Array.from({ length: questions }, (_, i) => ({
		prompt: `ask ${i}`,
		completion: `say ${i}`,
	}));
	const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
	writeFileSync(join(folder, "rows.jsonl"), lines);
	const task = { name: "t", version: "1", rows: "rows.jsonl", scorer: "exact" };
	writeFileSync(join(folder, "t.yaml"), JSON.stringify(task));
	return parsePilot(
		{
			model,
			data: { train: "rows.jsonl" },
			tasks: ["t.yaml"],
			arms: ["sft", "dft"],
			seeds: 2,
			learningRates: [1e-4, 2e-4],
			out: "pilot",
			...settings,
		},
		{ folder },
	);
}

function taskResult(task: Task, share: number): TaskResult {
	const items = Array.from({ length: 20 }, (_, i) => ({
		...{ id: `q${i}`, wording: `q${i}`, seed: null, question: `q${i}` },
		...{ prompt: `ask ${i}`, expected: `say ${i}`, answer: `said ${i}` },
		...{ tokens: 2, score: Number(i < 20 * share), reason: null },
		...{ chance: 0, weight: 1, details: {} },
	}));
	return {
		...{ name: task.name, version: "1", axis: task.axis, hash: "h" },
		...{ inputs: [], scorer: "exact", metric: "accuracy", unit: "accuracy" },
		better: "higher",
		value: { value: share, low: share, high: share },
		...{ chance: 0, noise: 0.1, questions: 20, failures: 0, length: null },
		...{ consistency: null, deviation: null, items, seconds: 1 },
	};
}

function resultOf(tasks: readonly Task[], share: number): EvalResult {
	return {
		...{ version: 1, created: "", temper: "0", seconds: 1 },
		subject: { name: "x", model: "m", adapter: null, inputs: [] },
		tasks: tasks.map((task) => taskResult(task, share)),
	};
}

function tasksOf(request: JobRequest): readonly Task[] {
	switch (request.kind) {
		case "measure":
			return request.tasks;
		case "train":
			return request.measure?.tasks ?? [];
		case "time":
			return [];
		default:
			return request satisfies never;
	}
}

/** Share of right answers of a run: of `sft` more with the higher rate. */
function shareOf(request: JobRequest): number {
	const recipe = trainedRecipe(request);
	if (recipe === null) return 0.1;
	const { objective, optimizer } = recipe;
	const arm = objective.kind === "sft" ? 0.6 : 0.3;
	return arm + ((optimizer.learningRate ?? 0) > 1.5e-4 ? 0.2 : 0);
}

/** The recipe of a run; null for a job that trains nothing. */
export function trainedRecipe(request: JobRequest): Recipe | null {
	return request.kind === "train" ? (request.stages[0] ?? null) : null;
}

/** How a job ends; `die` leaves nothing behind, `hang` never ends until it is asked to. */
export type Fate =
	| "done"
	| "hang"
	| Extract<JobMessage, { kind: "failed" }>
	| "die";

const fakeSpeed: RunSpeed = {
	...{ start: 0.5, perStep: 0.01, perRun: 0.1, steps: 100 },
	...{ checkpoints: 2, checkpointBytes: 3e6, resultBytes: 1e6 },
};

/** Workers that measure at once what they are told to, as it is agreed here; `fate` may say otherwise of a try. */
export function fakeWorkers(
	fate: (request: JobRequest, attempt: number) => Fate = () => "done",
): { readonly crew: Crew; readonly launched: string[] } {
	const launched: string[] = [];
	const start: Crew["start"] = (request, tell) => {
		launched.push(request.out);
		const attempt = launched.filter((out) => out === request.out).length;
		const end = fate(request, attempt);
		const later = (message: JobMessage) => setTimeout(() => tell(message), 1);
		if (end === "die")
			later({ kind: "failed", reason: "the process died", again: true });
		else if (end === "done") {
			const value =
				request.kind === "time"
					? fakeSpeed
					: resultOf(tasksOf(request), shareOf(request));
			setTimeout(() => {
				mkdirSync(dirname(request.out), { recursive: true });
				writeFileSync(request.out, JSON.stringify(value));
				if (request.kind === "train")
					writeEvents(
						request.run,
						trainedRecipe(request)?.objective.kind === "sft",
					);
				tell({ kind: "done", memoryBytes: 1e8, time: null });
			}, 1);
		} else if (end !== "hang") later(end);
		return {
			stop: () => end === "hang" && later({ kind: "stopped" }),
			kill: () => {},
		};
	};
	return { crew: { seats: seatsFor, start }, launched };
}

/** What a run leaves of its training: a near one has moved less, and a leash held it; another alarmed. */
function writeEvents(run: string, near: boolean): void {
	mkdirSync(run, { recursive: true });
	const cost = { seconds: 3, tokensPerSecond: 1, memoryBytes: 2e8 };
	const estimate = (value: number) => ({ value, low: value, high: value });
	const steps = [1, 2, 3, 4].map((step) => ({
		...{ kind: "step", step, cost, supervisedTokens: 10, pairs: null },
		gradNorm: step === 3 ? Number.NaN : step,
		monitors: { entropy: 2, meanP: 0.5, effectiveTokens: 8, a: null },
	}));
	const evaluation = {
		...{ kind: "evaluation", step: 4, cost, nll: estimate(1.5) },
		klGeneral: estimate(near ? 0.1 : 0.2),
	};
	const leash = (step: number, outcome: LeashOutcome | null) => ({
		...{ kind: "leash", step, measure: "kl", value: estimate(0.1 / step) },
		...{ bound: 0.05, strength: null, outcome },
	});
	const alarm = (step: number) => ({
		...{ kind: "alarm", step, alarm: "likelihood-displacement", text: "" },
	});
	const held = { held: true, stopped: false, drawnBack: 0.9 };
	const others = near ? [leash(2, null), leash(4, held)] : [alarm(2), alarm(3)];
	const events = [...steps, ...others, evaluation];
	const lines = events.map((event) => `${JSON.stringify(event)}\n`);
	writeFileSync(join(run, "events.jsonl"), lines.join(""));
}
