import type { QuestionRole } from "../../eval/task/task.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { mean } from "../../stats/mean.ts";
import type { Leakage } from "../style/leakage-result.ts";
import type { StyleDiagnosis } from "../style/style-result.ts";
import type { TaskDiagnosis, TunedDiagnosis } from "./diagnosis.ts";
import type { TaskPair } from "./pair-tasks.ts";
import { type ChangedItem, shareOf, sharesOf } from "./shares.ts";

export interface DiagnosedTask {
	readonly pair: TaskPair;
	readonly changed: readonly ChangedItem[];
	readonly figures: TaskDiagnosis;
}

export interface EvidenceInput {
	readonly tasks: readonly DiagnosedTask[];
	readonly kl: Estimate | null;
	readonly style: StyleDiagnosis | null;
	readonly leakage: Leakage | null;
}

/** Questions of what was taught, and of what was not. */
interface Sides {
	readonly near: readonly DiagnosedTask[];
	readonly far: readonly DiagnosedTask[];
}

const withRoles = (tasks: readonly DiagnosedTask[], ...roles: QuestionRole[]) =>
	tasks.filter(({ pair }) => roles.includes(pair.role));

/**
 * Near are questions of what the rows teach: the held-out ones, or else those of the same domain, or else all. Far are those of
 * other sources and fields, or else those of the same domain.
 */
function sidesOf(tasks: readonly DiagnosedTask[]): Sides {
	const heldOut = withRoles(tasks, "held-out");
	const inDomain = withRoles(tasks, "in-domain");
	const other = withRoles(tasks, "same-field", "out-of-domain");
	const near = [heldOut, inDomain, tasks].find(({ length }) => length > 0);
	const rest = other.length > 0 || heldOut.length === 0 ? other : inDomain;
	return { near: near ?? [], far: near === tasks ? [] : rest };
}

/** The questions that the shares of a diagnosis are of: those of what was taught, or all if there are none. */
export function questionsOfShares(
	tasks: readonly DiagnosedTask[],
): readonly ChangedItem[] {
	const near = withRoles(tasks, "held-out", "in-domain");
	return (near.length > 0 ? near : tasks).flatMap(({ changed }) => changed);
}

/**
 * The numbers that the rule for the cause compares, by name; what was not measured is left out. Names with `Low` are lower
 * ends of 95% intervals.
 */
export function evidenceOf(input: EvidenceInput): TunedDiagnosis["evidence"] {
	const { tasks, kl, style, leakage } = input;
	const all = tasks.flatMap(({ changed }) => changed);
	const sides = sidesOf(tasks);
	const about = sides.near.flatMap(({ changed }) => changed);
	const far = sides.far.flatMap(({ changed }) => changed);
	const shares = sharesOf(about);
	const evidence: Record<string, number | null | undefined> = {
		questions: new Set(about.map(({ question }) => question)).size,
		...estimateNumbers("learned", shares?.learned),
		...estimateNumbers("drawnOut", shares?.["drawn-out"]),
		...estimateNumbers("restyled", shares?.restyled),
		...lossNumbers("lossNear", about),
		...lossNumbers("lossFar", far),
		wrong: shareOf(about, ({ was }) => Number(!was))?.value,
		unknown: shareOf(about, ({ knowledge }) => Number(knowledge !== "known"))
			?.value,
		...estimateNumbers("formChanged", formChangedIn(all)),
		optionKlNear: meanKl(sides.near),
		optionKlFar: meanKl(sides.far),
		kl: kl?.value,
		...estimateNumbers("leaked", leakage?.answers.difference),
		onlyFormTasks: style?.scores.filter(({ onlyForm }) => onlyForm).length,
	};
	return Object.fromEntries(
		Object.entries(evidence).flatMap(([name, value]) =>
			value === undefined || value === null || !Number.isFinite(value)
				? []
				: [[name, value] as const],
		),
	);
}

function estimateNumbers(
	name: string,
	estimate: Estimate | null | undefined,
): Readonly<Record<string, number>> {
	if (!estimate) return {};
	return { [name]: estimate.value, [`${name}Low`]: estimate.low };
}

/** The share of what the base answered right that the tuned model does not, corrected for guessing. */
function lossNumbers(
	name: string,
	items: readonly ChangedItem[],
): Readonly<Record<string, number>> {
	const damaged = sharesOf(items)?.damaged;
	const right = shareOf(items, ({ was }) => Number(was))?.value ?? 0;
	if (damaged === undefined || right === 0) return {};
	const part = (value: number) => Math.min(1, value / right);
	return { [name]: part(damaged.value), [`${name}Low`]: part(damaged.low) };
}

/** Of answers that are right in substance before and after: the share whose text differs. */
function formChangedIn(items: readonly ChangedItem[]): Estimate | null {
	const kept = items.filter(
		({ pair, was, is }) => was && is && pair.base.options === undefined,
	);
	const plain = (text: string | null) =>
		(text ?? "").toLowerCase().replace(/\s+/g, " ").trim();
	return shareOf(kept, ({ pair }) =>
		Number(plain(pair.base.answer) !== plain(pair.tuned.answer)),
	);
}

function meanKl(tasks: readonly DiagnosedTask[]): number | null {
	return mean(
		tasks.flatMap(({ figures }) =>
			figures.optionKl === null ? [] : [figures.optionKl.value],
		),
	);
}
