import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { TemperError } from "../../../core/error.ts";
import { writeError } from "../../../core/file-error.ts";
import { writeJsonFile } from "../../../formats/json/json-file.ts";
import { stringifyExact } from "../../../formats/json/stringify-exact.ts";
import { writeHeldFile } from "../../../runs/folder/held-writes.ts";
import { requireHeld } from "../../../runs/folder/lease.ts";
import { lockName } from "../../../runs/folder/lock.ts";
import { linesFile, probeLines } from "../probe-lines.ts";
import type { ProbeResult } from "../probe-result.ts";
import type { ChoiceRow } from "../rows/choice-rows.ts";
import type { PreparedProbe } from "./prepare-probe.ts";
import type { ProbeSettings } from "./probe-settings.ts";

/** Files in the folder of a probe. */
export const probeFiles = {
	result: "probe.json",
	items: linesFile,
	questions: "questions.jsonl",
	examples: "examples.jsonl",
	results: "results",
} as const;

/** Ways to compare options, each with a task. */
export type ProbeTaskKind = "letter" | "likelihood";

/** The task file of a way to compare options, with the examples or without. */
export function taskFile(kind: ProbeTaskKind, zeroShot: boolean): string {
	return `${kind}${zeroShot ? "-zero-shot" : ""}.task.yaml`;
}

/** Throws `disk` for a folder that holds something else than a probe. */
export async function requireProbeFolder(folder: string): Promise<void> {
	if (!existsSync(folder)) return;
	const names = await readdir(folder).catch((error: unknown) => {
		throw writeError(error, folder);
	});
	// A probe that was killed before it wrote its questions leaves its lock and unfinished files.
	const begun = [lockName, probeFiles.questions];
	const mine =
		names.includes(probeFiles.questions) ||
		names.every((name) =>
			begun.some((own) => name === own || name.startsWith(`${own}.tmp-`)),
		);
	if (mine) return;
	throw new TemperError("disk", {
		where: folder,
		expected: "a new folder, or the folder of an earlier probe",
		found: `${names.length} other entries, ${names[0]} among them`,
		hint: "Name another folder with --out.",
	});
}

async function writeRows(
	path: string,
	rows: readonly ChoiceRow[],
): Promise<void> {
	const lines = rows.map(({ value }) => `${stringifyExact(value)}\n`);
	await writeHeldFile(path, lines.join(""));
}

/** A task as the file writes it. */
function taskOf(
	kind: ProbeTaskKind,
	zeroShot: boolean,
	{ shots, examples, group }: PreparedProbe,
	{ orders, judge }: ProbeSettings,
): Record<string, unknown> {
	const { questions } = probeFiles;
	const rows = examples === null ? questions : probeFiles.examples;
	return {
		...{ name: zeroShot ? `${kind}-zero-shot` : kind, version: 1 },
		...{ rows: questions, paraphrases: "paraphrases" },
		...(group !== null && { group }),
		...(!zeroShot &&
			shots > 0 && { fewShot: { rows, count: shots, seed: judge.seed } }),
		scorer:
			kind === "letter"
				? { kind: "choice", by: "letter", orders }
				: { kind: "choice", by: "likelihood", unconditional: true },
	};
}

/** Writes the questions as rows, and the tasks that ask them. Throws `disk`. */
export async function writeProbeTasks(
	folder: string,
	prepared: PreparedProbe,
	settings: ProbeSettings,
): Promise<void> {
	await writeRows(join(folder, probeFiles.questions), prepared.choices);
	const place = join(folder, probeFiles.results);
	await mkdir(place, { recursive: true }).catch((error: unknown) => {
		throw writeError(error, place);
	});
	if (prepared.examples !== null)
		await writeRows(join(folder, probeFiles.examples), prepared.examples);
	for (const kind of ["letter", "likelihood"] as const)
		for (const zeroShot of prepared.shots > 0 ? [false, true] : [false])
			await writeHeldFile(
				join(folder, taskFile(kind, zeroShot)),
				stringify(taskOf(kind, zeroShot, prepared, settings)),
			);
}

/** Writes the result, and a line for each item or row of demonstrations. Throws `disk`. */
export async function writeProbeResult(
	folder: string,
	result: ProbeResult,
): Promise<void> {
	await writeHeldFile(join(folder, probeFiles.items), probeLines(result));
	const path = join(folder, probeFiles.result);
	await writeJsonFile(path, result, () => requireHeld(path));
}
