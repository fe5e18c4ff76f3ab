import { resolve } from "node:path";
import type { Crew } from "./jobs/crew.ts";
import { processCrew } from "./jobs/local/process-crew.ts";
import type { Study, StudyTypes } from "./study.ts";
import type { StudyEvent } from "./study-event.ts";
import { StudyFolder } from "./study-folder.ts";
import { StudyPaths } from "./study-paths.ts";
import { StudySession } from "./study-session.ts";

export interface RunStudyOptions {
	/** Jobs that run at the same time; as many as the machine has room for if it is left out. */
	readonly parallel?: number | undefined;
	/** Stops the workers, each with a checkpoint; the same study continues from there later. */
	readonly signal?: AbortSignal | undefined;
	/** Who does the jobs; processes of this machine if it is left out. */
	readonly crew?: Crew | undefined;
}

/**
 * Does the jobs of a study in a folder, and yields everything that happens. Continues from where earlier sessions stopped:
 * finished jobs are not repeated. If a worker dies, its job is retried once; a job that fails otherwise, or again, is reported and
 * does not end the study unless the study says so. `folder`: a path, or a folder that is open already and is closed at
 * the end. Throws `recipe`, `data` and `disk`.
 */
export async function* runStudy<T extends StudyTypes>(
	study: Study<T>,
	{
		folder,
		parallel,
		signal,
		crew = processCrew,
	}: RunStudyOptions & { readonly folder: string | StudyFolder },
): AsyncGenerator<StudyEvent<T>, void, undefined> {
	const { name, spec, rules } = study;
	const held =
		typeof folder === "string"
			? await StudyFolder.open(
					new StudyPaths(resolve(folder), name),
					spec,
					rules,
				)
			: folder;
	const session = new StudySession(study, held, {
		...{ crew, parallel: parallel ?? null, signal: signal ?? null },
	});
	try {
		yield* session.run();
	} finally {
		await session.close();
	}
}
