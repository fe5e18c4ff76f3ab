import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EvalReport, TaskComparison } from "../../eval/eval-result.ts";
import { evaluate } from "../../eval/evaluate.ts";
import { testFolder } from "../../eval/testing/task-folder.ts";
import {
	toyModel,
	toyRows,
	writeNoiseAdapter,
} from "../../eval/testing/toy-model.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";

const labModel = join(toyModel, "..", "lab");

/** Two tasks, and finished runs that moved the toy model by noise of these sizes. */
async function world(scales: Readonly<Record<string, number>>) {
	const folder = testFolder();
	const path = (name: string) => join(folder, name);
	const lines = toyRows.map((row) => `${JSON.stringify(row)}\n`);
	writeFileSync(path("rows.jsonl"), lines.join(""));
	const task = (name: string, rest: string) => {
		writeFileSync(
			path(`${name}.yaml`),
			`name: ${name}\nversion: 1\nrows: rows.jsonl\n${rest}`,
		);
		return path(`${name}.yaml`);
	};
	const tasks = [
		task("facts", "scorer: exact\ngenerate: { maxNewTokens: 24 }\n"),
		task("general", "axis: general\nscorer: nll\ngenerate: null\n"),
	];
	for (const [name, scale] of Object.entries(scales)) {
		mkdirSync(path(name));
		await writeNoiseAdapter(join(path(name), "adapter"), scale);
		writeFileSync(
			join(path(name), "manifest.json"),
			JSON.stringify({
				...{ recipe: { model: toyModel }, seed: 0, inputs: [], sessions: [] },
			}),
		);
	}
	return { path, tasks };
}

async function evaluated(args: readonly string[]) {
	const context = fakeContext({ evaluate });
	const status = await runCli(["eval", ...args], context);
	return { status, context };
}

async function report(args: readonly string[]): Promise<EvalReport> {
	const { context } = await evaluated([...args, "--json"]);
	return JSON.parse(context.out());
}

const klOf = ({ tuned }: EvalReport) => tuned.tasks[1]?.deviation?.kl?.value;

describe("npx temper-lm eval --against", () => {
	it("compares two runs, adapters included, as each is with the base", async () => {
		const { path, tasks } = await world({ still: 0, near: 1, far: 4 });
		const run = [...tasks, "--run", path("far")];
		const plain = await report(run);
		const still = await report([...run, "--against", path("still")]);
		// An adapter of zeros is the base.
		const numbers = (one: TaskComparison | undefined) =>
			one && { ...one, deviation: null };
		expect(still.comparison?.tasks.map(numbers)).toEqual(
			plain.comparison?.tasks.map(numbers),
		);
		expect(klOf(still)).toBeCloseTo(klOf(plain) ?? -1, 4);
		const near = await report([...run, "--against", path("near")]);
		expect(near.base?.subject.name).toBe(path("near"));
		expect(near.base?.subject.adapter).toContain("near");
		expect(klOf(near)).toBeGreaterThan(0.001);
		expect(klOf(near)).not.toBeCloseTo(klOf(plain) ?? -1, 4);
	});

	it("takes an adapter, and a model, and calls the two A and B", async () => {
		const { path, tasks } = await world({ near: 1, far: 4 });
		const run = [...tasks, "--run", path("far")];
		const adapter = join(path("near"), "adapter");
		const beside = await report([...run, "--against", adapter]);
		const named = await report([...run, "--against", path("near")]);
		expect(beside.comparison?.tasks).toEqual(named.comparison?.tasks);
		const { status, context } = await evaluated([
			...[...run, "--against", toyModel],
		]);
		expect(status).toBe(0);
		const [a, b, head] = context.out().split("\n");
		expect(a).toBe(`A: ${path("far")}`);
		expect(b).toBe(`B: ${toyModel}`);
		expect(head).toMatch(/^task +axis +n +B +A +A - B +noise +flips/);
		expect(context.out()).toContain("right in B, wrong in A");
		expect(context.out()).toMatch(/KL\(B \|\| A\) [\d.]+ \(/);
	});

	it("compares the scores of models with other tokenizers, and says that their distance is not measured", async () => {
		const { path, tasks } = await world({ far: 4 });
		const run = [...tasks, "--run", path("far")];
		const { status, context } = await evaluated([
			...[...run, "--against", labModel, "--json"],
		]);
		expect(status).toBe(0);
		expect(context.err()).toContain("because their tokenizers differ");
		const found: EvalReport = JSON.parse(context.out());
		expect(found.comparison?.tasks[0]?.questions).toBe(5);
		expect(found.tuned.tasks[1]?.deviation).toBeNull();
	});

	it.each([
		[["--against", "RUN"], /expected another model than the one .* the same/],
		[["--against", "RUN/adapter"], /expected another model than the one/],
		[
			["--against", "OTHER", "--base", toyModel],
			/expected only one of --against, --base and --no-base, found --against and --base/,
		],
		[["--against", "OTHER", "--no-base"], /found --against and --no-base/],
		[["--against", "NONE"], /--against: expected a model folder/],
		[["--against", "EMPTY"], /expected a finished run, .* found neither/],
	])("refuses %j in one sentence", async (args, message) => {
		const { path, tasks } = await world({ far: 4, near: 1 });
		mkdirSync(path("empty"));
		writeFileSync(
			join(path("empty"), "manifest.json"),
			JSON.stringify({ recipe: {}, seed: 0, inputs: [], sessions: [] }),
		);
		const places: readonly (readonly [string, string])[] = [
			["RUN", path("far")],
			["OTHER", path("near")],
			["NONE", path("none")],
			["EMPTY", path("empty")],
		];
		const filled = args.map((arg) =>
			places.reduce((text, [name, to]) => text.replace(name, to), arg),
		);
		const run = [...tasks, "--run", path("far")];
		const { status, context } = await evaluated([...run, ...filled]);
		expect(context.err()).toMatch(message);
		expect(status).toBe(2);
		expect(context.out()).toBe("");
	});
});
