import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { TemperError } from "../../../core/error.ts";
import {
	type ProbeItem,
	type ProbeResult,
	probeResultSchema,
} from "../../../diagnose/probe/probe-result.ts";
import { readTask } from "../../../eval/task/read-task.ts";
import type { Task } from "../../../eval/task/task.ts";
import { readJsonFile } from "../../../formats/json/json-file.ts";
import { thingAt } from "../../../runs/folder/misplaced.ts";

/** The questions by which a pilot diagnoses what tuning changed. */
export interface PilotProbe {
	/** Name of the folder or of the task file. */
	readonly name: string;
	/** Its questions, as users ask them. */
	readonly task: Task;
	/** What a probe found; empty for a task file. */
	readonly items: readonly ProbeItem[];
	/** Hash of the model that was probed; null for a task file, and for a model with an adapter. */
	readonly model: string | null;
}

const file = "probe.json";
const where = "probe";

/**
 * Reads the folder that `npx temper-lm probe --out` wrote, or a task file. Its task is called `probe`. Throws `recipe` for
 * anything else, and for a task whose answers are not right or wrong, and `data` for a file that cannot be read.
 */
export async function readProbe(path: string): Promise<PilotProbe> {
	if (existsSync(join(path, file))) return readFolder(path);
	if (!existsSync(path) || thingAt(path) !== "task") throw noProbe(path);
	const task = readTask(path);
	if (task.metric !== "accuracy")
		throw new TemperError("recipe", {
			where: `${where}, ${path}`,
			expected: "a task whose answers are right or wrong",
			found: `scores of ${task.scorer.kind}`,
		});
	return {
		...{ name: basename(path), items: [], model: null },
		task: { ...task, name: where },
	};
}

async function readFolder(folder: string): Promise<PilotProbe> {
	const { items, settings, subject } = await readProbeResult(folder);
	const kind = settings.method === "letter" ? "letter" : "likelihood";
	const plain = join(folder, `${kind}-zero-shot.task.yaml`);
	const task = readTask(
		existsSync(plain) ? plain : join(folder, `${kind}.task.yaml`),
	);
	const [model, adapter] = subject.inputs;
	return {
		...{ name: basename(folder), items },
		task: { ...task, name: where },
		model: adapter === undefined ? (model?.sha256 ?? null) : null,
	};
}

async function readProbeResult(folder: string): Promise<ProbeResult> {
	const path = join(folder, file);
	const found = probeResultSchema.safeParse(await readJsonFile(path, "data"));
	if (found.success) return found.data;
	const [issue] = found.error.issues;
	throw new TemperError("data", {
		where: path,
		expected: "the result of a probe",
		found: issue ? `${issue.path.join(".")}: ${issue.message}` : "another file",
		hint: "Run the probe again: the file may be of another version.",
	});
}

function noProbe(path: string): TemperError {
	return new TemperError("recipe", {
		where,
		expected: "the folder of a finished probe, or a task file",
		found: existsSync(path) ? path : `no such file or folder: ${path}`,
		hint: "`npx temper-lm probe QUESTIONS --model MODEL --out FOLDER` makes such a folder.",
	});
}
