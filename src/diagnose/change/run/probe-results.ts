import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SubjectResult, TaskResult } from "../../../eval/eval-result.ts";
import type { Subject } from "../../../eval/model/subject.ts";
import type { Task } from "../../../eval/task/task.ts";
import { describeVersions } from "../../../runs/machine.ts";
import { defaultFile } from "../../../text/template/named-templates.ts";
import { keptResult } from "../../probe/run/kept-results.ts";
import type { ProbeTasks } from "./diagnosis-plan.ts";

/** What a probe measured of the base. Null for what it did not measure, or measured of other files. */
export interface ProbeResults {
	readonly asked: TaskResult | null;
	readonly fewShot: TaskResult | null;
}

/**
 * The results of a probe that are those of this base, asked with the same template, by the same engine, with `shots` other questions
 * as examples or with none.
 */
export async function probeResults(
	probe: ProbeTasks | null | undefined,
	base: Subject,
	described: SubjectResult,
	{ shots, engine }: { readonly shots: number; readonly engine: string },
): Promise<ProbeResults> {
	const template = templateOf(base);
	if (!probe || template === null) return { asked: null, fewShot: null };
	const temper = describeVersions().temper;
	const owner = { subject: described, temper, template, engine };
	const find = async (task: Task) => {
		const found = await keptResult(probe.folder, task, owner);
		return found && { ...found, name: probe.name };
	};
	const shown = probe.fewShot?.fewShot;
	const same =
		shown?.count === shots &&
		shown.seed === 0 &&
		shown.rows === probe.fewShot?.rows;
	return {
		asked: await find(probe.asked),
		fewShot: probe.fewShot !== null && same ? await find(probe.fewShot) : null,
	};
}

/** The settings of a template as a probe notes them; null for a file, whose content a probe does not note. */
function templateOf({ model, template = {} }: Subject): object | null {
	const { folder, ...given } = template;
	if (given.file !== undefined) return null;
	if (folder === undefined) return given;
	const [own, kept] = [model, folder].map((place) => join(place, defaultFile));
	if (own === undefined || kept === undefined) return null;
	if (!existsSync(own) || !existsSync(kept)) return null;
	return readFileSync(own).equals(readFileSync(kept)) ? given : null;
}
