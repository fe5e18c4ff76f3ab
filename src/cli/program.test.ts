import { describe, expect, test } from "vitest";
import { TemperError } from "../core/error.ts";
import { presetNames } from "../recipes/presets.ts";
import { commands as entries } from "./commands.ts";
import { reportError } from "./error-boundary.ts";
import { createProgram, runCli } from "./program.ts";
import { fakeContext } from "./testing/fake-context.ts";
import { loopServices } from "./testing/loop-services.ts";

async function run(...argv: string[]) {
	const context = fakeContext(loopServices({}));
	const status = await runCli(argv, context);
	return { status, out: context.out(), err: context.err() };
}

const commands = [
	["pull"],
	["inspect"],
	["data", "check"],
	["data", "show"],
	["objectives"],
	["train"],
	["pilot"],
	["gate"],
	["generate"],
	["chat"],
	["export"],
	["rank"],
	["runs", "list"],
	["runs", "show"],
	["runs", "resume"],
	["rounds", "list"],
	["rounds", "show"],
	["report"],
	["lab"],
	["budget", "plan"],
	["probe"],
];

test("help lists every command, with an example", async () => {
	for (const argv of [[], ["--help"]]) {
		const { status, out } = await run(...argv);
		expect(status).toBe(0);
		for (const [name] of commands) expect(out).toMatch(`\n  ${name} `);
		expect(out).toMatch(/Example:\n {2}npx temper-lm pull/);
	}
});

test("help is asked for as a command too, of any depth; the version by its short name", async () => {
	for (const path of [[], ["train"], ["runs", "resume"], ["data", "check"]]) {
		const asked = await run("help", ...path);
		expect(asked).toEqual(await run(...path, "--help"));
		expect(asked.status).toBe(0);
	}
	const unknown = await run("help", "trian");
	expect(unknown.status).toBe(2);
	expect(unknown.err).toContain("unknown command 'trian'");
	const short = await run("-v");
	expect(short).toEqual(await run("--version"));
	expect(short.out).toMatch(/^\d+\.\d+\.\d+/);
});

test.each(commands)("help of %s %s fits a page", async (...command) => {
	const { status, out, err } = await run(...command, "--help");
	expect(status).toBe(0);
	expect(err).toBe("");
	expect(out).toMatch(`Usage: npx temper-lm ${command.join(" ")}`);
	const lines = out.split("\n");
	expect(lines.length).toBeLessThan(45);
	expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(110);
});

test("the version", async () => {
	expect((await run("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

const mistakes: [argv: string[], error: string][] = [
	[["trian"], "error: unknown command 'trian'.\nhint: Did you mean train?\n"],
	[
		["train", "--datta", "x"],
		"error: unknown option '--datta'.\nhint: Did you mean --data?\n",
	],
	[
		["train", "a.yaml", "b.yaml"],
		"error: too many arguments for 'train'. Expected 1 argument but got 2.\nhint",
	],
	[["train", "--set"], "error: option '--set <key=value>' argument missing."],
	[
		["data", "show", "x.jsonl"],
		"error: data show: expected ROWS and --model MODEL, or --run RUN, found no --model.",
	],
	[
		["data", "chekc"],
		"error: unknown command 'chekc'.\nhint: Did you mean check?",
	],
	[["runs", "show"], "error: missing required argument 'run'."],
	[
		["data", "show", "x", "--model", "m", "--row", "0"],
		"error: option '--row <row>' argument '0' is invalid. It must be a whole number, 1 or above, or FILE:LINE.",
	],
	[
		["generate", "--temperature", "hot"],
		"error: option '--temperature <t>' argument 'hot' is invalid. It must be a number.",
	],
	[
		["train"],
		"error: npx temper-lm train: expected a recipe file, or --model and --data, found neither.",
	],
	[["train", "gone.yaml"], "error: gone.yaml: expected a recipe file"],
	[
		["train", "--preset", "sfft", "--model", "m", "--data", "d"],
		`error: --preset: expected a preset: one of ${presetNames().join(", ")}, found "sfft".\nhint: Did you mean sft?`,
	],
	[
		["train", "--model", "m", "--data", "d", "--set", "tune.rank=0"],
		"error: --set tune.rank=0: tune.rank: expected a whole number from 1 to 4096, found 0.",
	],
	[
		["train", "--model", "no such model", "--data", "d"],
		'error: model: expected a model folder, or the name of a pulled model, found "no such model", which is neither.',
	],
	[
		["generate"],
		"error: which model: expected --run, with --model if its model is elsewhere now, or --model",
	],
	[
		["chat", "--adapter", "a"],
		"error: which model: expected --run, with --model if its model is elsewhere now, or --model",
	],
	[["runs", "show", "gone"], "error: gone: expected a run folder"],
	[["runs", "resume", "gone"], "error: gone: expected a run folder"],
	[["inspect", "gone/away"], "error: model: expected a model folder"],
	[["pull", "./gone.gguf"], "error: npx temper-lm pull: expected a hub name"],
];

test.each(mistakes)(
	"%j ends in a sentence and status 2",
	async (argv, error) => {
		const { status, err } = await run(...argv);
		expect(err.slice(0, error.length)).toBe(error);
		expect(err).not.toMatch(/\n {4}at /);
		expect(status).toBe(2);
	},
);

test("no runs is no error", async () => {
	expect(await run("runs", "list", "nowhere")).toEqual({
		status: 0,
		out: "no runs in nowhere\n",
		err: "",
	});
});

test("a bug shows its stack and exits 1", () => {
	const context = fakeContext();
	expect(reportError(new RangeError("oops"), context.errors)).toBe(1);
	expect(context.err()).toMatch(/bug in temper\. RangeError: oops\n {4}at /);
	const internal = new TemperError("internal", {
		where: "a",
		expected: "b",
		found: "c",
	});
	expect(reportError(internal, context.errors)).toBe(1);
	expect(reportError("text", context.errors)).toBe(1);
});

test("an error cannot steer the terminal", () => {
	const context = fakeContext();
	const parts = { where: "a\u001b[2J", expected: "b", found: "c", hint: "d" };
	expect(reportError(new TemperError("data", parts), context.errors)).toBe(2);
	expect(context.err()).toBe("error: a[2J: expected b, found c.\nhint: d\n");
});

describe("options of other programs are answered with the right word", () => {
	test.each<[string, string]>([
		["train --epochs 3", 'Write --set "length={ kind: epochs, count: 3 }".'],
		[
			"train --learning_rate=2e-4",
			'Write --set "optimizer={ learningRate: 0.0002 }".',
		],
		["train --lora_r 4", 'Write --set "tune={ rank: 4 }".'],
		["train --lr", 'Write --set "optimizer={ learningRate: VALUE }".'],
		["train --output_dir x", "Write --out."],
		["train --model_name_or_path x", "Write --model."],
		["train --packing", "Rows are always packed"],
		["pilot p.yaml --lora_r 4", 'Write --set "base.tune={ rank: 4 }".'],
		["generate --max_tokens 9", "Write --max-new-tokens."],
		["generate --temp 1", "Write --temperature."],
		["generate --epochs 1", "`--help` after a command lists what it takes."],
		["chat --xy 1", "`--help` after a command lists what it takes."],
	])("%s", async (line, hint) => {
		const { status, err } = await run(...line.split(" "));
		expect(status).toBe(2);
		expect(err).toContain("error: unknown option");
		expect(err).toContain(`hint: ${hint}`);
	});
});

test("the list of commands shows each with the name and arguments that it has when it is loaded", async () => {
	const whole = await createProgram(
		fakeContext(),
		() => {},
		() => true,
	);
	const listed = await createProgram(
		fakeContext(),
		() => {},
		() => false,
	);
	const help = whole.createHelp();
	const terms = whole.commands.map((one) => help.subcommandTerm(one));
	expect(terms).toEqual(entries.map(({ usage }) => usage));
	expect(listed.helpInformation()).toBe(whole.helpInformation());
});
