import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { alone, exampleOf } from "../../src/data/example.ts";
import type { MeasuringEngine } from "../../src/engine/measured.ts";
import { onnxEngine } from "../../src/engine/onnx/graph-engine.ts";
import { processTree } from "../../src/engine/torch/process-tree.ts";
import type { EvalResult, TaskResult } from "../../src/eval/eval-result.ts";
import { evaluate } from "../../src/eval/evaluate.ts";
import type { Subject } from "../../src/eval/model/subject.ts";
import type { Task } from "../../src/eval/task/task.ts";
import { taskOver } from "../../src/eval/testing/task-folder.ts";
import {
	toyModel,
	toyRows,
	writeNoiseAdapter,
} from "../../src/eval/testing/toy-model.ts";
import { writeAdapter } from "../../src/formats/peft/write-adapter.ts";
import { engineSchema } from "../../src/recipes/schemas/engine-schema.ts";
import { doJob } from "../../src/studies/jobs/do-job.ts";
import { type SharedTorch, shareTorch } from "./shared-group.ts";

const python = inject("python");
const onnx = onnxEngine({ device: "cpu", threads: 1 });

const options = toyRows.slice(0, 4).map(({ answer }) => answer);
const choices = toyRows
	.slice(0, 4)
	.map(({ question }, gold) => ({ question, options, gold }));

/** A task for everything that is measured of a model: answers, likelihoods, letters, and the distance from another. */
function everyTask(): Task[] {
	const generate = { maxNewTokens: 12 };
	const letter = { kind: "choice", by: "letter" };
	return [
		taskOver(toyRows, { name: "answers", scorer: "exact", generate }),
		taskOver(toyRows, { name: "likelihood", scorer: "nll" }),
		taskOver(choices, { name: "options", scorer: "choice" }),
		taskOver(choices, { name: "letters", scorer: letter }),
		taskOver(toyRows, {
			...{ name: "distance", axis: "general", scorer: "nll", generate },
		}),
	];
}

async function measured(
	subject: Subject,
	tasks: readonly Task[],
	engine: MeasuringEngine,
): Promise<readonly TaskResult[]> {
	for await (const event of evaluate(subject, tasks, { engine }))
		if (event.kind === "end") return event.result.tasks;
	throw new Error("no result");
}

/** Numbers by their paths, and everything else as it is. */
function* partsOf(
	value: unknown,
	path = "",
): globalThis.Generator<readonly [string, unknown]> {
	if (typeof value !== "object" || value === null) yield [path, value];
	else
		for (const [key, inner] of Object.entries(value))
			if (key !== "seconds") yield* partsOf(inner, `${path}.${key}`);
}

/** All answers are equal, and all numbers within 1e-4 of the other's. */
function expectAlike(
	found: readonly TaskResult[],
	wanted: readonly TaskResult[],
): void {
	const parts = new Map(partsOf(found));
	const others = new Map(partsOf(wanted));
	expect([...parts.keys()]).toEqual([...others.keys()]);
	for (const [path, value] of others) {
		const own = parts.get(path);
		if (typeof value !== "number") expect([path, own]).toEqual([path, value]);
		else
			expect(
				Math.abs((own as number) - value) / Math.max(1, Math.abs(value)),
				`${path}: ${own} and ${value}`,
			).toBeLessThan(1e-4);
	}
}

const torchSettings = {
	device: { device: "cpu", threads: 1 },
	engine: { engine: engineSchema.parse({ kind: "torch", gpus: 1 }) },
} as const;

describe.skipIf(python === null)("measuring with PyTorch", () => {
	const folder = mkdtempSync(join(tmpdir(), "temper-measuring-"));
	const place = (name: string) => join(folder, name);
	let torch: SharedTorch;
	beforeAll(async () => {
		await writeNoiseAdapter(place("near"), 0.2);
		await writeNoiseAdapter(place("far"), 4);
		torch = await shareTorch(python as string);
	});
	afterAll(async () => {
		await torch?.end();
		rmSync(folder, { recursive: true, force: true });
	});

	const tuned = (adapter: string): Subject => ({
		...{ name: "tuned", model: toyModel, base: toyModel },
		adapter: place(adapter),
	});

	test("gives the answers and numbers of ONNX Runtime, of an adapter beside its base", async () => {
		const tasks = everyTask();
		const found = await measured(tuned("far"), tasks, torch.engine);
		expectAlike(found, await measured(tuned("far"), tasks, onnx));
		const { deviation } = found.at(-1) as TaskResult;
		expect(deviation?.kl?.value).toBeGreaterThan(0.01);
		expect(deviation?.shift?.unshifted.value).toBeLessThan(1);
		expect(deviation?.shift?.shifted.value).toBeGreaterThan(0);
	});

	test("compares two adapters, and a model without one", async () => {
		const [distance] = everyTask().slice(-1) as [Task];
		const against = { model: toyModel, adapter: place("near") };
		for (const adapter of [place("far"), null]) {
			const subject = { ...tuned("far"), adapter, base: null, against };
			expectAlike(
				await measured(subject, [distance], torch.engine),
				await measured(subject, [distance], onnx),
			);
		}
	});

	test("a job of a study measures a model that only transformers knows, and leaves no process behind", async () => {
		const model = place("foreign");
		const program = join(import.meta.dirname, "programs", "foreign_model.py");
		const made = spawnSync(python as string, [program, model], {
			encoding: "utf8",
		});
		expect(made.stderr.includes("Error")).toBe(false);
		for (const file of [
			"tokenizer.json",
			"tokenizer_config.json",
			"chat_template.jinja",
		])
			copyFileSync(join(toyModel, file), join(model, file));

		const own = { model, adapter: null };
		const wanted = JSON.parse(made.stdout) as number[];
		const opened = await torch.engine.openMeasured({
			...{ own, other: null, tokens: 64 },
		});
		const reader = await opened.likelihoods(16);
		const answer = Array.from({ length: 9 }, (_, i) => 4 + i);
		const row = exampleOf("row", Int32Array.of(3), answer, true);
		const [scores] = await reader.score(alone([row]));
		scores?.logProb.forEach((one, i) => {
			expect(one).toBeCloseTo(wanted[i] as number, 4);
		});

		const paths = [0, 1].map((i) => `model.layers.${i}.self_attn.q_proj`);
		const noise = (length: number) =>
			Float32Array.from({ length }, (_, i) => Math.sin(7 * i + 1));
		await writeAdapter(place("foreign-adapter"), {
			...{ rank: 1, alpha: 1, dropout: 0, rslora: false, fanInFanOut: false },
			...{ targets: null, base: null },
			modules: new Map(
				paths.map((path) => [
					path,
					{ inFeatures: 32, outFeatures: 32, a: noise(32), b: noise(32) },
				]),
			),
		});
		const out = place("result.json");
		const subject = {
			...{ name: "tuned", model, base: model },
			adapter: place("foreign-adapter"),
		};
		const work = { kind: "measure", subject, tasks: everyTask(), base: null };
		const before = processTree(process.pid).length;
		const { signal } = new AbortController();
		await doJob(
			{ ...work, ...torchSettings, kind: "measure", out },
			{ signal, onProgress() {} },
		);
		expect(processTree(process.pid)).toHaveLength(before);
		const { tasks } = JSON.parse(readFileSync(out, "utf8")) as EvalResult;
		expect(tasks.map(({ failures }) => failures)).toEqual(tasks.map(() => 0));
		expect(tasks.at(-1)?.deviation?.kl?.value).toBeGreaterThan(0);
		await expect(measured(subject, everyTask(), onnx)).rejects.toThrow(
			/model_type: expected one of .* found "gemma2"/,
		);
	});

	test("a job that is stopped leaves no process behind", async () => {
		const stop = new AbortController();
		const out = place("stopped.json");
		const before = processTree(process.pid).length;
		const { outcome } = await doJob(
			{
				...{ kind: "measure", subject: tuned("far"), tasks: everyTask() },
				...{ ...torchSettings, base: null, out },
			},
			{ signal: stop.signal, onProgress: () => stop.abort() },
		);
		expect(outcome).toBe("stopped");
		expect(processTree(process.pid)).toHaveLength(before);
	});
});
