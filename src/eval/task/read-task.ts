import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import { recipeIssue } from "../../recipes/parse/recipe-issue.ts";
import { readTextFile } from "../../recipes/parse/text-file.ts";
import { readYamlMap, type YamlMap } from "../../recipes/parse/yaml-map.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { scorerFacts } from "./scorer-facts.ts";
import type { AnswerOptions, ScorerSpec, Task } from "./task.ts";
import { taskSchema, type WrittenTask } from "./task-schema.ts";

export interface ParseTaskOptions {
	/** What to call the task in errors. */
	readonly where?: string;
	/** What its paths are relative to; the working folder if left out. */
	readonly folder?: string;
}

/** Reads a task file in YAML or JSON; its paths are relative to its own folder. Throws `recipe`. */
export function readTask(path: string): Task {
	refuseMisplaced(path, path, "task");
	const text = readTextFile(path, "a task file");
	return parseTask(text, { where: path, folder: dirname(resolve(path)) });
}

/** A task from YAML text or a plain value. Throws `recipe` with the place, what was expected and what was found. */
export function parseTask(
	input: string | Readonly<Record<string, unknown>>,
	{ where = "task", folder = process.cwd() }: ParseTaskOptions = {},
): Task {
	const map =
		typeof input === "string"
			? readYamlMap(input, where, "a task")
			: { value: input, locate: () => where };
	const { data, error } = taskSchema.safeParse(map.value);
	if (error !== undefined)
		throw recipeIssue(map.value, [{ ...map, where }], where, {
			schema: taskSchema,
			issues: error.issues,
		});
	return {
		...data,
		rows: resolve(folder, data.rows),
		fewShot:
			data.fewShot === null
				? null
				: { ...data.fewShot, rows: resolve(folder, data.fewShot.rows) },
		scorer: anchored(data.scorer, folder),
		metric: metricOf(data, map),
		generate: answersOf(data, map),
		thoughts: thoughtsOf(data, map),
		hash: createHash("sha256").update(hashedText(data)).digest("hex"),
	};
}

function anchored(scorer: WrittenTask["scorer"], folder: string): ScorerSpec {
	switch (scorer.kind) {
		case "module":
			return { ...scorer, path: resolve(folder, scorer.path) };
		case "json-schema":
			return typeof scorer.schema === "string"
				? { ...scorer, schema: resolve(folder, scorer.schema) }
				: scorer;
		case "command":
			return { ...scorer, folder };
		default:
			return scorer;
	}
}

function refuse(
	map: YamlMap,
	key: string,
	expected: string,
	found: unknown,
): never {
	throw new TemperError("recipe", {
		where: `${map.locate([key])}: ${key}`,
		expected,
		found: JSON.stringify(found),
	});
}

/**
 * A scorer that gives other scores than it did makes another task: its results are not compared with earlier ones. The
 * role of a task changes no score.
 */
function hashedText(data: WrittenTask): string {
	const { scoring } = scorerFacts[data.scorer.kind];
	const { role: _, ...scored } = data;
	const written = unlike(laterKeys, {
		...scored,
		scorer: unlike(laterScorerKeys, data.scorer),
	});
	return JSON.stringify(scoring === 1 ? written : { ...written, scoring });
}

/**
 * Keys that were added to tasks and scorers after results had been written, with the values that change nothing: these are
 * not hashed, so that the hashes of those results still hold.
 */
const laterKeys = { fewShot: null };
const laterScorerKeys = { orders: 1, unconditional: false };

function unlike(
	defaults: Readonly<Record<string, unknown>>,
	written: object,
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(written).filter(
			([key, value]) =>
				!Object.hasOwn(defaults, key) || defaults[key] !== value,
		),
	);
}

function thoughtsOf(
	{ scorer, thoughts }: WrittenTask,
	map: YamlMap,
): Task["thoughts"] {
	if (thoughts !== undefined && !scorerFacts[scorer.kind].generates)
		refuse(
			map,
			"thoughts",
			`nothing, for ${scorer.kind} asks for no answers`,
			thoughts,
		);
	return thoughts;
}

function metricOf(
	{ metric, scorer }: WrittenTask,
	map: YamlMap,
): Task["metric"] {
	const facts = scorerFacts[scorer.kind];
	if (metric === "accuracy" && !facts.countable)
		refuse(map, "metric", `mean, for the scores of ${scorer.kind}`, metric);
	return metric ?? facts.metric;
}

/** Answers are made where they are scored, and on the general axis, where they show how far the subject moved. */
function answersOf(
	{ generate, scorer, axis }: WrittenTask,
	map: YamlMap,
): AnswerOptions | null {
	const { generates } = scorerFacts[scorer.kind];
	if (generates && generate === null)
		refuse(map, "generate", `how answers for ${scorer.kind} are made`, null);
	if (generates) return answerOptions(generate ?? { maxNewTokens: 256 });
	if (axis !== "general") {
		if (generate)
			refuse(
				map,
				"generate",
				`nothing, for ${scorer.kind} asks for no answers`,
				generate,
			);
		return null;
	}
	if (generate === null) return null;
	if (generate?.temperature !== undefined)
		refuse(
			map,
			"generate",
			"greedy answers, without a temperature, for they are compared with the base's",
			generate,
		);
	return answerOptions(generate ?? { maxNewTokens: 128 });
}

function answerOptions(
	written: NonNullable<WrittenTask["generate"]>,
): AnswerOptions {
	const { maxNewTokens, temperature, topP, topK, seeds } = written;
	if (temperature === undefined)
		return { maxNewTokens, sampling: { kind: "greedy" } };
	return {
		maxNewTokens,
		sampling: {
			kind: "sample",
			temperature,
			topP: topP ?? null,
			topK: topK ?? null,
			seeds: seeds ?? [0],
		},
	};
}
