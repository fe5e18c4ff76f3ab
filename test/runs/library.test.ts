import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli } from "../../src/cli/program.ts";
import {
	parseRecipe,
	parseStages,
	type RunEvent,
	readEvents,
	readRecipe,
	resumeRun,
	runRecipe,
	summariseRun,
	TemperError,
} from "../../src/index.ts";
import { realContext } from "../bad-input/real-context.ts";
import { writeProject } from "./project.ts";

let project: string;
const home = process.cwd();
beforeEach(async () => {
	project = await writeProject();
	process.chdir(project);
});
afterEach(() => process.chdir(home));

async function temper(...args: string[]): Promise<string> {
	const context = realContext();
	const status = await runCli(args, context);
	// Commands that generate answers say in which precision.
	const err = expect.stringMatching(/^(Answers are computed in int8, .*\n)?$/);
	expect({ status, err: context.err() }).toEqual({ status: 0, err });
	return context.out();
}

/** Names of all files of a run, which a program and a command must leave alike. */
const filesOf = (run: string) =>
	(readdirSync(run, { recursive: true }) as string[]).sort();

test("a program's run is what the command writes, byte for byte, and every command reads it", async () => {
	const events: RunEvent[] = [];
	const outcome = await runRecipe(readRecipe("recipe.yaml"), {
		out: "by-program",
		onEvent: (event) => events.push(event),
	});
	expect(outcome).toEqual({
		path: join(process.cwd(), "by-program"),
		...{ state: "finished", step: 4, result: "adapter" },
	});
	await temper("train", "recipe.yaml", "--out", "by-command");
	expect(filesOf("by-program")).toEqual(filesOf("by-command"));
	const weights = (run: string) =>
		readFileSync(join(run, "adapter", "adapter_model.safetensors"));
	expect(weights("by-program").equals(weights("by-command"))).toBe(true);
	expect(await readEvents("by-program/events.jsonl")).toEqual(
		JSON.parse(JSON.stringify(events)),
	);
	const manifest = JSON.parse(readFileSync("by-program/manifest.json", "utf8"));
	expect(manifest.inputs).toHaveLength(2);
	expect(manifest.sessions).toHaveLength(1);
	expect(await temper("runs", "list", ".")).toMatch(
		/by-program +finished +sft/,
	);
	expect(await temper("runs", "show", "by-program")).toMatch(/steps +4/);
	const ask = ["--prompt", "red green?", "--max-new-tokens", "4"];
	expect(await temper("generate", "--run", "by-program", ...ask)).toBe(
		await temper("generate", "--run", "by-command", ...ask),
	);
	await temper("export", "--run", "by-program", "--out", "whole");
	expect(existsSync("whole/model.safetensors")).toBe(true);
});

test("a signal stops it with a checkpoint, from which it ends in the same bytes", async () => {
	const recipe = readRecipe("recipe.yaml");
	await runRecipe(recipe, { out: "whole" });
	const stop = new AbortController();
	const outcome = await runRecipe(recipe, {
		out: "stopped",
		signal: stop.signal,
		onEvent: ({ kind }) => kind === "step" && stop.abort(),
	});
	expect(outcome).toMatchObject({
		state: "interrupted",
		step: 1,
		result: null,
	});
	expect(await summariseRun("stopped")).toMatchObject({ state: "interrupted" });
	const ended = await resumeRun("stopped");
	expect(ended).toMatchObject({ state: "finished", step: 4 });
	const weights = (run: string) =>
		readFileSync(join(run, "adapter", "adapter_model.safetensors"));
	expect(weights("stopped").equals(weights("whole"))).toBe(true);
});

test("stages are one run, and a run without a name takes the next free folder", async () => {
	const value = JSON.parse(readFileSync("recipe.yaml", "utf8"));
	const stages = [{ objective: "sft" }, { objective: "dft" }];
	const begun: (string | number)[] = [];
	const outcome = await runRecipe(parseStages({ ...value, stages }), {
		onBegin: ({ stage, recipe }) =>
			begun.push(stage?.number ?? 0, recipe.objective.kind),
	});
	expect(begun).toEqual([1, "sft", 2, "dft"]);
	expect(outcome).toMatchObject({
		path: join(process.cwd(), "runs", "sft-dft-toy-1"),
		state: "finished",
	});
	const single = await runRecipe(parseRecipe(value));
	expect(single.path).toBe(join(process.cwd(), "runs", "sft-toy-1"));
	expect((await runRecipe(parseRecipe(value))).path).toMatch(/sft-toy-2$/);
	expect(await temper("runs", "list")).toMatch(/sft-dft-toy-1 +finished/);
});

test("what fails throws a sentence, and the run says it too", async () => {
	const value = JSON.parse(readFileSync("recipe.yaml", "utf8"));
	const recipe = parseRecipe({
		...value,
		data: { ...value.data, maxLength: 5 },
	});
	const failed = runRecipe(recipe, { out: "failed" });
	await expect(failed).rejects.toBeInstanceOf(TemperError);
	const { state, error } = await summariseRun("failed");
	expect(state).toBe("failed");
	expect(error).toMatch(/expected at most 5 tokens/);
	await expect(runRecipe([])).rejects.toMatchObject({ code: "recipe" });
});

test("the README's program is the example, and trains a run that the commands read", async () => {
	const root = fileURLToPath(new URL("../..", import.meta.url));
	const example = readFileSync(join(root, "examples/run-recipe.ts"), "utf8");
	const readme = readFileSync(join(root, "README.md"), "utf8");
	const [, block] =
		/## As a library\n[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme) ?? [];
	expect(block).toBe(example.slice(example.indexOf("import")));
	const argv = [
		...["--import", import.meta.resolve("tsx"), "--conditions=source"],
		...[join(root, "examples/run-recipe.ts"), join(project, "recipe.yaml")],
	];
	const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
		...{ cwd: project, encoding: "utf8" },
	});
	expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
	expect(stdout).toMatch(/^1 \d[\s\S]*\n4 \d[\s\S]*finished .*sft-toy-1\n$/);
});
