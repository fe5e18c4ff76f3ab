import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname } from "node:path";
import { parse } from "yaml";
import { TemperError } from "../../core/error.ts";
import { runFiles } from "./run-files.ts";

/** Everything that a path on a command line or in a recipe may be. */
export type Thing =
	| "recipe"
	| "pilot"
	| "budget"
	| "intervene"
	| "task"
	| "rows"
	| "gguf"
	| "weights"
	| "model"
	| "adapter"
	| "reward-model"
	| "run"
	| "pilot-folder"
	| "budget-folder"
	| "intervene-folder"
	| "results";

const names: Readonly<Record<Thing, string>> = {
	recipe: "a recipe",
	pilot: "a pilot file",
	budget: "the file of a budget study",
	intervene: "the file of an intervention study",
	task: "a task file",
	rows: "a file of rows",
	gguf: "a GGUF file",
	weights: "a file of weights",
	model: "a model folder",
	adapter: "the folder of an adapter",
	"reward-model": "the folder of a reward model",
	run: "a run folder",
	"pilot-folder": "the folder of a pilot",
	"budget-folder": "the folder of a budget study",
	"intervene-folder": "the folder of an intervention study",
	results: "the results of an evaluation",
};

const largest = 1 << 20;

/** What lies at a path, by names and keys; null if nothing tells. */
export function thingAt(path: string): Thing | null {
	if (!existsSync(path)) return null;
	return statSync(path).isDirectory() ? folderThing(path) : fileThing(path);
}

function folderThing(path: string): Thing | null {
	const inside = new Set(readdirSync(path));
	if (basename(path) === "reward-model") return "reward-model";
	if (inside.has("adapter_config.json")) return "adapter";
	if (inside.has("pilot.json")) return "pilot-folder";
	if (inside.has("budget.json")) return "budget-folder";
	if (inside.has("intervention.json")) return "intervene-folder";
	if (inside.has(runFiles.manifest) || inside.has(runFiles.stages))
		return "run";
	return inside.has("config.json") ? "model" : null;
}

function fileThing(path: string): Thing | null {
	switch (extname(path).toLowerCase()) {
		case ".jsonl":
		case ".ndjson":
		case ".csv":
		case ".tsv":
		case ".parquet":
		case ".arrow":
			return "rows";
		case ".gguf":
			return "gguf";
		case ".safetensors":
		case ".bin":
		case ".pt":
			return "weights";
		case ".yaml":
		case ".yml":
		case ".json":
			return textThing(path);
		default:
			return null;
	}
}

function textThing(path: string): Thing | null {
	if (statSync(path).size > largest) return null;
	try {
		const text = readFileSync(path, "utf8");
		const value: unknown =
			extname(path).toLowerCase() === ".json"
				? JSON.parse(text)
				: parse(text, { logLevel: "error" });
		if (Array.isArray(value)) return "rows";
		return isRecord(value) ? mapThing(value) : null;
	} catch {
		return null;
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What keys with values are; null if no key tells. */
export function mapThing(map: Readonly<Record<string, unknown>>): Thing | null {
	const has = (key: string) => Object.hasOwn(map, key);
	if (has("scorer") || (has("rows") && !has("model"))) return "task";
	if (has("demonstrations") && has("pairs")) return "budget";
	if (has("questions") && has("tasks")) return "intervene";
	if (has("subject") && Array.isArray(map.tasks)) return "results";
	if (["arms", "learningRates", "halving"].some(has)) return "pilot";
	if (["objective", "extends", "stages", "tune"].some(has)) return "recipe";
	if (has("tasks")) return "pilot";
	return has("model") && has("data") ? "recipe" : null;
}

/** What to do with a thing if another was wanted; the path replaces `PATH`. */
const advice: Readonly<
	Partial<Record<Thing, Readonly<Partial<Record<Thing, string>>>>>
> = {
	recipe: {
		pilot: "Run it: npx temper-lm pilot PATH",
		budget: "Run it: npx temper-lm budget study PATH",
		intervene: "Run it: npx temper-lm intervene PATH",
		task: "Measure a model in it: npx temper-lm eval PATH --model MODEL, or name it in the tasks of a pilot.",
		rows: "Train on them: npx temper-lm train --preset sft --model MODEL --data PATH",
		model:
			"Train it: npx temper-lm train --preset sft --model PATH --data ROWS",
		run: "Continue it: npx temper-lm runs resume PATH; its recipe is PATH/recipe.yaml.",
		adapter: "Continue from it: tune: { kind: lora, from: PATH } in a recipe.",
		"pilot-folder": "The recipe of the recommended arm is PATH/recipe.yaml.",
		gguf: "Make a model folder of it: npx temper-lm pull PATH",
	},
	budget: {
		recipe: "Train it: npx temper-lm train PATH",
		pilot: "Run it: npx temper-lm pilot PATH",
		task: "Name it in the tasks of a budget study: tasks: [PATH]",
		rows: "Name them in the file of a budget study: demonstrations: { rows: PATH }, pairs: { rows: PAIRS }",
		"budget-folder":
			"Name the file with which it was started; Temper finds the folder from it.",
	},
	intervene: {
		recipe: "Train it: npx temper-lm train PATH",
		pilot: "Run it: npx temper-lm pilot PATH",
		budget: "Run it: npx temper-lm budget study PATH",
		task: "Name it in the tasks of an intervention study: tasks: [PATH]",
		rows: "Name them in the file of an intervention study: questions: PATH",
		"intervene-folder":
			"Name the file with which it was started; Temper finds the folder from it.",
	},
	pilot: {
		intervene: "Run it: npx temper-lm intervene PATH",
		recipe: "Train it: npx temper-lm train PATH",
		budget: "Run it: npx temper-lm budget study PATH",
		task: "Name it in the tasks of a pilot file: tasks: [PATH]",
		rows: "Name them in a pilot file: data: { train: PATH }",
		model: "Name it in a pilot file: model: PATH",
		run: "Measure it: npx temper-lm eval TASK --run PATH",
		"pilot-folder":
			"Name the pilot file with which it was started; Temper finds the folder from it.",
	},
	task: {
		recipe: "Train it: npx temper-lm train PATH",
		pilot: "Run it: npx temper-lm pilot PATH",
		budget: "Run it: npx temper-lm budget study PATH",
		rows: "Name them in a task file, with how answers are scored: rows: PATH, scorer: exact",
		results: "Use it for a decision: npx temper-lm gate --results PATH",
	},
	model: {
		run: "Name it with --run PATH; in a recipe, name PATH/model, or the base and tune: { kind: lora, from: PATH/adapter }.",
		adapter:
			"Name its base with --model and this folder with --adapter PATH; in a recipe, name the base and tune: { kind: lora, from: PATH }.",
		"pilot-folder": "Name one of its runs with --run.",
		"reward-model":
			"It scores answers and writes none: npx temper-lm rank ROWS --reward PATH",
		gguf: "`npx temper-lm pull PATH` makes a model folder of a GGUF file.",
		rows: "Rows are named with --data or, in a recipe, in data.train; npx temper-lm data check PATH --model MODEL describes them.",
		recipe: "A recipe is the argument itself: npx temper-lm train PATH",
		weights: "Name the folder that contains it.",
	},
	rows: {
		task: "The rows of a task are the file that its key `rows` names.",
		model: "Name it with --model PATH.",
		run: "The rows that it was trained on are in PATH/recipe.yaml, under data.train.",
		gguf: "It holds a model: npx temper-lm pull PATH",
		recipe: "Name the file that its data.train names.",
		pilot: "Name the file that its data.train names.",
		budget: "Name one of the files that its rows name.",
	},
	run: {
		model:
			"Train it first: npx temper-lm train --preset sft --model PATH --data ROWS. Commands that also take a model name it with --model.",
		adapter:
			"Commands that also take a model name its base with --model and this folder with --adapter PATH.",
		pilot:
			"Name one of its runs, in the pilot's own folder: runs/NAME/runs/ARM/lr-RATE/seed-N.",
		rows: "Train on them first: npx temper-lm train --preset sft --model MODEL --data PATH",
		task: "Name the run, and the task in addition, as the command's --help shows.",
		"pilot-folder": "Name one of its runs: npx temper-lm runs list PATH/runs",
		recipe: "Train it first: npx temper-lm train PATH",
		gguf: "Make a model folder of it: npx temper-lm pull PATH",
	},
	adapter: {
		run: "Name it with --run PATH instead of --model and --adapter.",
		model: "Name it with --model PATH.",
		weights: "Name the folder that contains it.",
	},
};

/**
 * Throws `recipe` if something is known to be another thing than what is wanted, with its name and what to do with it.
 * `thing`: what it is; null if nothing tells, which throws nothing.
 */
export function refuseMisplaced(
	where: string,
	path: string,
	wanted: Thing,
	thing: Thing | null = thingAt(path),
): void {
	if (thing === null || thing === wanted) return;
	const hint = advice[wanted]?.[thing]?.replaceAll("PATH", path);
	const named = where === path ? "" : `: ${path}`;
	throw new TemperError("recipe", {
		where,
		expected: names[wanted],
		found: `${names[thing]}${named}`,
		...(hint === undefined ? {} : { hint }),
	});
}
