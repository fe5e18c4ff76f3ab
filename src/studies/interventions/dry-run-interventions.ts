import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InterveneRecipe } from "../../recipes/parse/parse-intervene.ts";
import { mean } from "../../stats/mean.ts";
import { decisionsIn, readJournal, timesIn } from "../journal.ts";
import { measuredIn } from "../study-folder.ts";
import { StudyPaths } from "../study-paths.ts";
import { readSpec, requireSameSpec } from "../study-spec.ts";
import type { Excluded } from "./exclusion.ts";
import type { GroupsDecision } from "./groups/choose-groups.ts";
import { advance, groupsIn, runJobs } from "./plan/advance.ts";
import { armName } from "./plan/arms.ts";
import { explanationsJob, questionsJob } from "./plan/job.ts";
import type {
	InterventionDecision,
	InterventionReading,
	InterventionTypes,
} from "./plan/state.ts";
import {
	type PreparedInterventions,
	prepareInterventions,
} from "./prepare-interventions.ts";
import { countTokens, type QuestionTokens } from "./questions/count-tokens.ts";
import { readReading } from "./read-reading.ts";
import { fewShot } from "./tasks.ts";
import { baseSubject } from "./work.ts";

/** What a study will do, as a dry run found it. */
export interface ForeseenInterventions {
	/** Usable questions, and the others by reason. */
	readonly questions: number;
	readonly excluded: Excluded;
	readonly tokens: QuestionTokens;
	/** Null until the base has been asked: its answers decide which questions are in which group. */
	readonly groups: GroupsDecision | null;
	readonly arms: readonly string[];
	/** Trainings in all, at most if the groups are not known; those that choose a learning rate are in addition. */
	readonly runs: number;
	readonly trials: number;
	/** Jobs that are done already. */
	readonly done: number;
	/** Seconds that a training took on average; null before the first. */
	readonly secondsPerRun: number | null;
}

/**
 * Reads everything that a study needs and tells what it will do. Trains nothing, and leaves no file. The groups are known if the
 * study was begun and the base has been asked. Throws what the study throws before anything begins.
 */
export async function dryRunInterventions(
	recipe: InterveneRecipe,
): Promise<ForeseenInterventions> {
	const out = await mkdtemp(join(tmpdir(), "temper-dry-intervention-"));
	let prepared: PreparedInterventions | null = null;
	try {
		prepared = await prepareInterventions({ ...recipe, out });
		const { plan, questions, excluded, spec } = prepared;
		const paths = new StudyPaths(recipe.out, prepared.paths.name);
		if (existsSync(paths.spec))
			requireSameSpec(paths.root, await readSpec(paths), spec);
		const journal = await readJournal<
			InterventionDecision,
			InterventionTypes["time"]
		>(paths);
		const groups =
			groupsIn(plan, { decisions: decisionsIn(journal) }) ??
			(await groupsNow(prepared, paths));
		const rate = plan.rates[0] as number;
		const runs = groups && runJobs(plan, groups, rate).length;
		const { arms, seeds, rates } = plan;
		return {
			...{ questions: questions.length, excluded, groups },
			tokens: await countTokens(
				baseSubject(recipe),
				fewShot(prepared.asking, recipe.shots, prepared.asking.rows),
			),
			arms: arms.map(armName),
			runs: runs ?? arms.length * seeds.length,
			trials: rates.length === 1 ? 0 : rates.length * 2,
			done: (await measuredIn(paths)).length,
			secondsPerRun: mean(timesIn(journal).map(({ seconds }) => seconds)),
		};
	} finally {
		await prepared?.folder.close();
		await rm(out, { recursive: true, force: true });
	}
}

/** The groups that follow from what has been measured; null if that is not enough. */
async function groupsNow(
	{ plan, asking }: PreparedInterventions,
	paths: StudyPaths,
): Promise<GroupsDecision | null> {
	const done = new Map<string, InterventionReading>();
	for (const job of [questionsJob, explanationsJob(plan.grouping.floor)])
		if (existsSync(paths.measure(job.id)))
			done.set(job.id, await readReading(job, paths, asking));
	const state = { done, failed: new Set<string>(), decisions: [] };
	const [due] = advance(plan, state).due ?? [];
	return due?.kind === "groups" ? due : null;
}
