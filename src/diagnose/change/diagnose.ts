import type { SubjectResult, TaskResult } from "../../eval/eval-result.ts";
import type { Estimate } from "../../stats/estimate.ts";
import type { ProbeItem } from "../probe/probe-result.ts";
import type { Leakage } from "../style/leakage-result.ts";
import type { StyleDiagnosis } from "../style/style-result.ts";
import { causeOf } from "./cause.ts";
import { diagnoseTask } from "./diagnose-task.ts";
import type { TunedDiagnosis } from "./diagnosis.ts";
import {
	type DiagnosedTask,
	evidenceOf,
	questionsOfShares,
} from "./evidence.ts";
import { knowledgeOfTasks } from "./knowledge-of.ts";
import { nextSteps } from "./next-steps.ts";
import { type BaseTasks, pairTasks } from "./pair-tasks.ts";
import { changesIn, sharesOf } from "./shares.ts";
import { slicesOf, type TaskColumns } from "./slices/slices-of.ts";

/** What a diagnosis is made from. Nothing is read or measured. */
export interface DiagnoseInput {
	readonly subject: SubjectResult;
	readonly base: BaseTasks;
	readonly tuned: readonly TaskResult[];
	/** What a probe found of the base; its judgements replace those made from the results. */
	readonly probe?: readonly ProbeItem[];
	readonly style?: StyleDiagnosis | null;
	readonly leakage?: Leakage | null;
	/** Columns of the rows of each task, by its name: the change is measured for each of their values. */
	readonly columns?: ReadonlyMap<string, TaskColumns>;
}

/**
 * What tuning changed, from the results of the base and of the tuned model in the same tasks. Throws `data` if a task differs
 * between the two, and if no question was scored for both.
 */
export function diagnose(input: DiagnoseInput): TunedDiagnosis {
	const { subject, probe = [], style = null, leakage = null } = input;
	const pairs = pairTasks(input.base, input.tuned);
	const knowledge = knowledgeOfTasks(pairs, probe);
	const tasks = pairs.flatMap((pair, i): DiagnosedTask[] => {
		const known = knowledge[i] ?? new Map();
		const changed = changesIn(pair, known);
		const figures = diagnoseTask(pair, known, changed);
		return figures === null ? [] : [{ pair, changed, figures }];
	});
	const kl = generalKl(input.tuned);
	const evidence = evidenceOf({ tasks, kl, style, leakage });
	const cause = causeOf(evidence);
	const figures = tasks.map((one) => one.figures);
	return {
		subject,
		tasks: figures,
		shares: sharesOf(questionsOfShares(tasks)),
		...{
			cause,
			evidence,
			next: nextSteps({ cause, evidence, tasks: figures }),
		},
		...{
			kl,
			style,
			leakage,
			slices: slicesOf(pairs, input.columns ?? new Map()),
		},
	};
}

/** KL(base || tuned) on the text of the first task of the axis `general`. */
function generalKl(tasks: readonly TaskResult[]): Estimate | null {
	const measured = tasks.flatMap(({ deviation }) => deviation?.kl ?? []);
	return measured[0] ?? null;
}
