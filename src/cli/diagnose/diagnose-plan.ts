import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import { writeError } from "../../core/file-error.ts";
import type {
	DiagnosisPlan,
	ProbeTasks,
	TunedPlan,
} from "../../diagnose/change/run/diagnosis-plan.ts";
import {
	type ProbeResult,
	probeResultSchema,
} from "../../diagnose/probe/probe-result.ts";
import { probeFiles, taskFile } from "../../diagnose/probe/run/probe-files.ts";
import { readTask } from "../../eval/task/read-task.ts";
import type { Task } from "../../eval/task/task.ts";
import { readJsonFile } from "../../formats/json/json-file.ts";
import type { EngineChoice } from "../engine-choice.ts";
import {
	type TemplateChoice,
	templateChoice,
} from "../speak/template-choice.ts";
import { namedSubject, rowFiles, trainingFiles } from "./diagnose-subjects.ts";

export interface DiagnoseOptions extends TemplateChoice, EngineChoice {
	readonly probe?: string;
	readonly tasks?: readonly string[];
	readonly data?: readonly string[];
	readonly general?: readonly string[];
	readonly by?: readonly string[];
	readonly shots: number;
	readonly batch: number;
	readonly out?: string;
	readonly json?: boolean;
}

/** What the command line asks for. Throws `recipe` and `data` for what cannot be found or is of the wrong kind. */
export async function diagnosisPlan(
	baseName: string,
	tunedNames: readonly string[],
	options: DiagnoseOptions,
): Promise<DiagnosisPlan> {
	const probe =
		options.probe === undefined ? null : await readProbe(options.probe);
	const tasks = [
		...(options.tasks ?? []).map((path) => readTask(path)),
		...(probe === null ? [] : [probe.task]),
	];
	requireTasks(tasks);
	const template = templateChoice(options);
	const base = await namedSubject(baseName, null, template);
	const data = rowFiles(options.data ?? [], "--data");
	const tuned: TunedPlan[] = [];
	for (const name of tunedNames) {
		const rows = data.length > 0 ? data : await trainingFiles(name);
		tuned.push({ subject: await namedSubject(name, base, template), rows });
	}
	return {
		...{ base, tuned, tasks },
		...{ probe: probe?.result.items ?? [], probeTasks: probe?.tasks ?? null },
		general: rowFiles(options.general ?? [], "--general"),
		...{ by: options.by ?? [], shots: options.shots },
		folder: options.out === undefined ? null : await openFolder(options.out),
		notes: [],
	};
}

function requireTasks(tasks: readonly Task[]): void {
	const names = tasks.map(({ name }) => name);
	const twice = names.find((name, i) => names.indexOf(name) < i);
	if (tasks.length > 0 && twice === undefined) return;
	throw new TemperError("recipe", {
		where: "questions",
		expected: "at least one task, each with a name of its own",
		found: twice === undefined ? "none" : `two named ${twice}`,
		hint: "Name task files with --tasks, or the folder of a probe with --probe.",
	});
}

interface Probe {
	readonly result: ProbeResult;
	/** Its questions as users ask them. */
	readonly task: Task;
	readonly tasks: ProbeTasks;
}

/** The folder that `npx temper-lm probe` wrote. */
async function readProbe(folder: string): Promise<Probe> {
	const path = join(folder, probeFiles.result);
	if (!existsSync(path))
		throw new TemperError("recipe", {
			where: "--probe",
			expected: "the folder of a finished probe",
			found: existsSync(folder)
				? `a folder without ${probeFiles.result}: ${folder}`
				: `no such folder: ${folder}`,
			hint: "`npx temper-lm probe QUESTIONS --model MODEL --out FOLDER` makes one.",
		});
	const { data, error } = probeResultSchema.safeParse(
		await readJsonFile(path, "data"),
	);
	if (error !== undefined)
		throw new TemperError("data", {
			where: path,
			expected: "the result of a probe",
			found: error.issues[0]?.message ?? "something else",
			hint: "Run the probe again: the file is of another version.",
		});
	const kind = data.settings.method === "letter" ? "letter" : "likelihood";
	const shown = readTask(join(folder, taskFile(kind, false)));
	const plain = join(folder, taskFile(kind, true));
	const asked = existsSync(plain) ? readTask(plain) : shown;
	const fewShot = asked === shown ? null : shown;
	const name = "probe";
	return {
		...{ result: data, task: { ...asked, name } },
		tasks: { folder, name, asked, fewShot },
	};
}

/** Throws `disk` for a folder that holds something else. */
async function openFolder(out: string): Promise<string> {
	const folder = resolve(out);
	await mkdir(folder, { recursive: true }).catch((error: unknown) => {
		throw writeError(error, folder);
	});
	const names = await readdir(folder);
	const own =
		names.length === 0 ||
		names.includes("measured") ||
		names.includes("diagnosis.json");
	if (own) return folder;
	throw new TemperError("disk", {
		where: folder,
		expected: "a new folder, or the folder of an earlier diagnosis",
		found: `${names.length} other entries, ${names[0]} among them`,
		hint: "Name another folder with --out.",
	});
}
