import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli } from "../../src/cli/program.ts";
import { type Recipe, readStages, runRecipe } from "../../src/index.ts";
import { realContext } from "../bad-input/real-context.ts";
import { tinySizes, writeRandomLlama } from "../fixtures/random-llama.ts";
import { writeProject } from "./project.ts";

const home = process.cwd();
let project: string;
let renamed: string;
beforeEach(async () => {
	project = await writeProject();
	renamed = join(dirname(project), "there", "renamed");
	mkdirSync(dirname(renamed));
	process.chdir(project);
});
afterEach(() => process.chdir(home));

function move(): void {
	renameSync(project, renamed);
	process.chdir(renamed);
}

async function run(...args: string[]) {
	const context = realContext();
	const status = await runCli(args, context);
	return { status, out: context.out(), err: context.err() };
}

async function temper(...args: string[]): Promise<string> {
	const { out, ...rest } = await run(...args);
	// Commands that generate answers say in which precision.
	const err = expect.stringMatching(/^(Answers are computed in int8, .*\n)?$/);
	expect(rest).toEqual({ status: 0, err });
	return out;
}

const ask = ["--prompt", "red green?", "--max-new-tokens", "4"];
const weights = (path: string) =>
	readFileSync(join(path, "adapter", "adapter_model.safetensors"));

/** Trains until the first step at which a test says so, with a checkpoint there. */
async function stopped(
	recipe: readonly Recipe[],
	out: string,
	at = 1,
): Promise<void> {
	const stop = new AbortController();
	const { signal } = stop;
	await runRecipe(recipe, {
		...{ out, signal },
		onEvent(event) {
			if (event.kind === "step" && event.step === at) stop.abort();
		},
	});
}

test("a run of a renamed project answers, is exported, evaluated, gated and continued", async () => {
	// What other tools and `npx temper-lm pull` note about where a model came from.
	const config = JSON.parse(readFileSync("toy/config.json", "utf8"));
	const noted = { _name_or_path: join(project, "toy"), ...config };
	writeFileSync("toy/config.json", JSON.stringify(noted));
	const source = { source: join(project, "toy"), revision: null };
	writeFileSync("toy/temper-source.json", JSON.stringify(source));
	const recipe = readStages("recipe.yaml");
	await runRecipe(recipe, { out: "runs/done" });
	await stopped(recipe, "runs/half");
	const answer = await temper("generate", "--run", "runs/done", ...ask);
	expect(readFileSync("runs/done/recipe.yaml", "utf8")).not.toContain(project);
	move();
	expect(await temper("generate", "--run", "runs/done", ...ask)).toBe(answer);
	await temper("export", "--run", "runs/done", "--out", "exported");
	for (const file of readdirSync("exported"))
		expect(readFileSync(join("exported", file), "latin1")).not.toContain(
			"temper-project",
		);
	expect(existsSync("exported/model.safetensors")).toBe(true);
	for (const axis of ["target", "retention"])
		writeFileSync(
			`${axis}.yaml`,
			`name: ${axis}\nversion: 1\naxis: ${axis}\nrows: rows.jsonl\nscorer: contains\ngenerate: { maxNewTokens: 2 }\n`,
		);
	const tasks = ["target.yaml", "retention.yaml"];
	await temper("eval", ...tasks, "--run", "runs/done");
	const gate = await run("gate", "runs/done", "--tasks", ...tasks);
	expect(gate).toMatchObject({ status: 3, err: "" });
	expect(gate.out).toMatch(/also occur in the training rows/);
	await temper("runs", "resume", "runs/half");
	expect(weights("runs/half").equals(weights("runs/done"))).toBe(true);
	// What the run wrote before and after names its model where it is now, in words that hold after the next move.
	for (const name of ["done", "half"]) {
		const path = `runs/${name}/adapter/adapter_config.json`;
		const { base_model_name_or_path } = JSON.parse(readFileSync(path, "utf8"));
		expect(base_model_name_or_path).toBe("../../../toy");
	}
	const again = await run("train", "runs/done/recipe.yaml", "--out", "again");
	expect(again).toMatchObject({ status: 0, err: "" });
	expect(weights("again").equals(weights("runs/done"))).toBe(true);
});

test("a copy uses its own files although the first project is still there", async () => {
	await runRecipe(readStages("recipe.yaml"), { out: "runs/done" });
	cpSync(project, renamed, { recursive: true });
	await writeRandomLlama(join(project, "toy"), tinySizes, 9);
	process.chdir(renamed);
	await temper("generate", "--run", "runs/done", ...ask);
	process.chdir(project);
	const { status, err } = await run("generate", "--run", "runs/done", ...ask);
	expect(status).toBe(2);
	expect(err).toMatch(/found other bytes at .*toy\.\nhint: .*--model/);
});

test("what is nowhere is named with both places, and with the options that say where it is", async () => {
	const recipe = readStages("recipe.yaml");
	await runRecipe(recipe, { out: "runs/done" });
	await stopped(recipe, "runs/half");
	mkdirSync("../elsewhere");
	renameSync("toy", "../elsewhere/model");
	renameSync("rows.jsonl", "../elsewhere/mine.jsonl");
	move();
	const lost = await run("generate", "--run", "runs/done", ...ask);
	expect(lost.status).toBe(2);
	expect(lost.err).toContain(`nothing at ${join(project, "toy")}`);
	expect(lost.err).toContain(`nothing at ${join(renamed, "toy")}`);
	const model = ["--model", "../../elsewhere/model"];
	await temper("generate", "--run", "runs/done", ...model, ...ask);
	await temper("export", "--run", "runs/done", ...model, "--out", "exported");
	const rows = await run("runs", "resume", "runs/half", ...model);
	expect(rows.err).toMatch(
		/rows\.jsonl: expected the same bytes.*hint: .*--data/s,
	);
	writeFileSync("other.jsonl", "{}\n");
	const other = await run(
		...["runs", "resume", "runs/half", ...model, "--data", "other.jsonl"],
	);
	expect(other.err).toMatch(
		/--data other\.jsonl: expected rows that .* found other bytes/,
	);
	const data = ["--data", "../../elsewhere/mine.jsonl"];
	await temper("runs", "resume", "runs/half", ...model, ...data);
	expect(weights("runs/half").equals(weights("runs/done"))).toBe(true);
	// It was written down where they are: no option is needed again.
	await temper("generate", "--run", "runs/half", ...ask);
});

test("another model is refused, by every command that takes one", async () => {
	const recipe = readStages("recipe.yaml");
	await runRecipe(recipe, { out: "runs/done" });
	await stopped(recipe, "runs/half");
	mkdirSync("other");
	await writeRandomLlama("other", tinySizes, 9);
	for (const command of [
		["generate", "--run", "runs/done", ...ask],
		["export", "--run", "runs/done", "--out", "exported"],
		["eval", "examples.yaml", "--run", "runs/done"],
		["chat", "--run", "runs/done"],
		["gate", "runs/done"],
		["runs", "resume", "runs/half"],
	]) {
		if (command[0] === "eval")
			writeFileSync(
				"examples.yaml",
				"name: a\nversion: 1\naxis: target\nrows: rows.jsonl\nscorer: contains\n",
			);
		const { status, err } = await run(...command, "--model", "other");
		expect({ command, status }).toEqual({ command, status: 2 });
		expect(err).toMatch(
			/--model other: expected the model that the run was made from.* found a model folder whose files differ/,
		);
	}
});

test("a renamed run of several stages goes on in either stage and between them", async () => {
	const value = JSON.parse(readFileSync("recipe.yaml", "utf8"));
	writeFileSync(
		"recipe.yaml",
		JSON.stringify({
			...value,
			stages: [{ objective: "sft" }, { objective: "dft" }],
		}),
	);
	const recipe = readStages("recipe.yaml");
	await runRecipe(recipe, { out: "runs/whole" });
	for (const [name, at] of [
		["first", 2],
		["between", 4],
	] as const)
		await stopped(recipe, `runs/${name}`, at);
	move();
	for (const name of ["first", "between"]) {
		await temper("runs", "resume", `runs/${name}`);
		expect(weights(`runs/${name}`).equals(weights("runs/whole"))).toBe(true);
	}
	const path = "runs/first/adapter/adapter_config.json";
	expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
		base_model_name_or_path: "../../../toy",
	});
	await temper("generate", "--run", "runs/whole", ...ask);
});

test("a run that samples goes on after a move in the middle of its round", async () => {
	const value = JSON.parse(readFileSync("recipe.yaml", "utf8"));
	const sampling = { maxNewTokens: 5 };
	writeFileSync(
		"recipe.yaml",
		JSON.stringify({
			...{ ...value, save: { every: 1 } },
			objective: { kind: "irft", rounds: 2, perPrompt: 2, sampling },
		}),
	);
	const recipe = readStages("recipe.yaml");
	await runRecipe(recipe, { out: "runs/whole" });
	await stopped(recipe, "runs/half", 1);
	await stopped(recipe, "runs/late", 3);
	move();
	for (const name of ["half", "late"]) {
		await temper("runs", "resume", `runs/${name}`);
		expect(weights(`runs/${name}`).equals(weights("runs/whole"))).toBe(true);
	}
	expect(readdirSync("runs/half/rounds").length).toBe(2);
	rmSync(renamed, { recursive: true });
	process.chdir(home);
});
