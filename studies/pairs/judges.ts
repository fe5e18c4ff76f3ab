import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";
import { temper } from "../temper.ts";
import { openBiasedJudge } from "./biased-judge.ts";
import type { StudyRows } from "./rows.ts";
import { virtuesIn } from "./truth.ts";

/** Who ranks the samples of the model. */
export const judgeNames = [
	"references",
	"rater",
	"reward",
	"endpoint",
] as const;
export type JudgeName = (typeof judgeNames)[number];

/** A pair that was made, and whether the world agrees: 1, 0, or a half if both answers have equally many virtues. */
export interface MadeRow {
	readonly prompt: string;
	readonly confidence: number;
	readonly right: number;
}

/** What a judge made of the samples. */
export interface JudgeResult {
	/** Every comparison that decides. */
	readonly all: readonly MadeRow[];
	/** The same with confidences that are calibrated on labelled pairs. */
	readonly calibrated: readonly MadeRow[];
	/** The file of the strongest pair of each prompt, for training. */
	readonly best: string;
	readonly bestRows: readonly MadeRow[];
}

export interface MakingOptions {
	readonly model: string;
	/** A run that trained a reward model. */
	readonly reward: string;
	readonly rows: StudyRows;
	readonly out: string;
}

/** Makes the pairs of every judge from the same samples, with `npx temper-lm pairs make`. */
export async function makeAll(
	options: MakingOptions,
): Promise<Record<JudgeName, JudgeResult>> {
	const { rows } = options;
	const human = readLines(rows.human).concat(readLines(rows.labelled));
	const chosen = new Map(
		human.map((row) => [String(row.question), String(row.chosen)]),
	);
	const server = await openBiasedJudge(chosen);
	const judges: Record<JudgeName, readonly string[]> = {
		references: ["--task", rows.references],
		rater: ["--task", rows.rater, "--repeats", "3"],
		reward: ["--reward", options.reward],
		endpoint: ["--judge", server.url, "--judge-model", "biased"],
	};
	const results: Partial<Record<JudgeName, JudgeResult>> = {};
	for (const name of judgeNames)
		results[name] = await makeOne(name, judges[name], chosen, options);
	server.close();
	return results as Record<JudgeName, JudgeResult>;
}

async function makeOne(
	name: JudgeName,
	judge: readonly string[],
	chosen: ReadonlyMap<string, string>,
	{ model, rows, out }: MakingOptions,
): Promise<JudgeResult> {
	const make = async (suffix: string, more: readonly string[]) => {
		const file = join(out, `${name}${suffix}.jsonl`);
		if (!existsSync(file))
			await temper([
				...["pairs", "make", rows.prompts, "--model", model, ...judge],
				...["--out", file, "--cache", join(out, "cache.jsonl")],
				...["--samples", "4", "--max-new-tokens", "60", "--batch", "64"],
				...["--per-prompt", "6", ...more],
			]);
		return file;
	};
	const file = await make("", []);
	// The scorers of tasks have no references for labelled pairs of other prompts.
	const labelled = name === "reward" || name === "endpoint";
	const fitted = labelled
		? await make("-calibrated", ["--labelled", rows.labelled])
		: file;
	const best = join(out, `${name}-best.jsonl`);
	await writeFileAtomic(best, bestLines(file).join(""));
	const read = (path: string) =>
		readLines(path).map((row) => madeRow(row, chosen));
	return {
		all: read(file),
		calibrated: labelled ? read(fitted) : [],
		...{ best, bestRows: read(best) },
	};
}

/** The first line of each prompt: its strongest pair. */
function bestLines(file: string): string[] {
	const seen = new Set<string>();
	const lines = readFileSync(file, "utf8").trimEnd().split("\n");
	return lines.flatMap((line) => {
		const { row } = JSON.parse(line).made;
		if (seen.has(row)) return [];
		seen.add(row);
		return [`${line}\n`];
	});
}

function madeRow(
	row: Record<string, unknown>,
	known: ReadonlyMap<string, string>,
): MadeRow {
	const said = (side: string) =>
		(row[side] as readonly { content: string }[])[0]?.content ?? "";
	const prompt = said("prompt");
	const best = known.get(prompt) ?? "";
	const margin =
		virtuesIn(said("chosen"), best) - virtuesIn(said("rejected"), best);
	const right = margin === 0 ? 0.5 : Number(margin > 0);
	return { prompt, confidence: Number(row.confidence), right };
}

function readLines(path: string): Record<string, unknown>[] {
	return readFileSync(path, "utf8")
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line) as Record<string, unknown>);
}
