import type { Allocation } from "../allocation.ts";
import { fromMicros } from "./amount.ts";
import type {
	PlanCondition,
	PlanMeasure,
	PlanStage,
	Regime,
	StageKind,
} from "./budget-plan.ts";
import { ours, paper, type RuleId } from "./rules.ts";
import { examplesOf, less, rangeOfRows } from "./split.ts";
import type { Terms } from "./terms.ts";

/** What stages are made from. */
export interface StageParts {
	readonly terms: Terms;
	readonly regime: Regime;
	readonly inHand: Allocation;
	/** In hand and bought, at the end. */
	readonly total: Allocation;
	readonly instruct: boolean;
	/** Whether a clear gain by demonstrations was measured, so that the pilot is done. */
	readonly pilotDone: boolean;
	/** The rules that set the split of the regime, besides those of rows in hand. */
	readonly splitRules: readonly RuleId[];
}

/** A stage before its purchases are known: what has to be there in its course. */
interface Goal {
	readonly kind: StageKind;
	/** Rows in hand and bought that the stage trains on. */
	readonly train: Allocation;
	readonly measure: readonly PlanMeasure[];
	readonly condition: PlanCondition["kind"];
	readonly rules: PlanStage["rules"];
}

/** Size of a pilot of a kind of which there will be so many rows. */
export function pilotSize(rows: number): number {
	const { pilotShare, pilotLeast, pilotMost } = ours;
	const share = Math.ceil(pilotShare * rows);
	return Math.min(rows, pilotMost, Math.max(pilotLeast, share));
}

const againstDemonstrations = [
	"pairs-against-demonstrations",
	"epochs",
] as const;

function goalsOf(parts: StageParts): Goal[] {
	const { regime, total, inHand, instruct, pilotDone, splitRules } = parts;
	const { demonstrations, pairs } = total;
	const canBuy = parts.terms.uses.demonstration !== null;
	const trainsPairs = pairs > 0 && (regime !== "demonstrations" || !canBuy);
	const firstDemonstrations = Math.max(
		pilotSize(demonstrations),
		inHand.demonstrations,
	);
	const foundation = Math.min(
		demonstrations,
		Math.max(
			paper.alone,
			Math.ceil(paper.first * examplesOf(total)),
			firstDemonstrations,
		),
	);
	const goals: Goal[] = [];
	const own = (kind: keyof Allocation): RuleId[] =>
		inHand[kind] > 0 ? ["in-hand"] : [];
	if (demonstrations > 0 && !pilotDone)
		goals.push({
			kind: "pilot",
			train: { demonstrations: firstDemonstrations, pairs: 0 },
			measure: ["score", "moved"],
			condition: "gain",
			rules: { demonstrations: ["pilot", ...own("demonstrations")], pairs: [] },
		});
	if (trainsPairs && demonstrations > 0 && !instruct)
		goals.push({
			kind: "foundation",
			train: { demonstrations: foundation, pairs: 0 },
			measure: ["curve", "moved", "cold-start"],
			condition: "warm",
			rules: {
				demonstrations: [
					regime === "gap" ? "demonstrations-alone" : "demonstrations-first",
					...own("demonstrations"),
				],
				pairs: [],
			},
		});
	const before = goals.at(-1)?.train.demonstrations ?? inHand.demonstrations;
	if (trainsPairs)
		goals.push({
			kind: "pair-pilot",
			train: {
				demonstrations: before,
				pairs: Math.max(pilotSize(pairs), inHand.pairs),
			},
			measure: [
				...(instruct ? (["cold-start"] as const) : []),
				...(canBuy ? againstDemonstrations : (["score"] as const)),
				"moved",
			],
			condition: demonstrations > 0 ? "pairs-help" : "gain",
			rules: { demonstrations: [], pairs: ["pilot", ...own("pairs")] },
		});
	goals.push({
		kind: "roll-out",
		train: trainsPairs ? total : { demonstrations, pairs: 0 },
		measure: trainsPairs
			? ["score", "moved"]
			: ["score", "moved", "curve", "epochs"],
		condition: "ship",
		rules: {
			demonstrations: [...splitRules, ...own("demonstrations")],
			pairs: trainsPairs ? [...splitRules, ...own("pairs")] : [],
		},
	});
	return goals;
}

const same = (a: Allocation, b: Allocation): boolean =>
	a.demonstrations === b.demonstrations && a.pairs === b.pairs;

/** The last of several goals with the same rows stands for all of them, with the measures of all. */
function merged(goals: readonly Goal[]): Goal[] {
	const kept: Goal[] = [];
	for (const goal of goals) {
		const last = kept.at(-1);
		if (last === undefined || !same(last.train, goal.train)) kept.push(goal);
		else
			kept[kept.length - 1] = {
				...goal,
				measure: [...new Set([...last.measure, ...goal.measure])],
				rules: last.rules,
			};
	}
	return kept;
}

/** The rows to have: those that the stages so far train on, and those in hand. */
const atLeast = (a: Allocation, b: Allocation): Allocation => ({
	demonstrations: Math.max(a.demonstrations, b.demonstrations),
	pairs: Math.max(a.pairs, b.pairs),
});

function conditionOf(
	kind: PlanCondition["kind"],
	{ terms }: StageParts,
	rest: Allocation,
): PlanCondition {
	if (kind !== "pairs-help") return { kind };
	const price = terms.uses.demonstration;
	const { high } = rangeOfRows(rest, terms.uses);
	const demonstrations = price === null ? null : Number(high / price.high);
	return { kind, demonstrations };
}

/**
 * The stages of a purchase: a small pilot, demonstrations that cure the cold start, a pilot of pairs, the rest. Every stage
 * has a measurement and a condition for the next; a stage that would add nothing is merged with the next one.
 */
export function stagesOf(parts: StageParts): PlanStage[] {
	const { terms, inHand, total } = parts;
	let have = inHand;
	return merged(goalsOf(parts)).map((goal) => {
		const needed = atLeast(have, goal.train);
		const buy = less(needed, have);
		have = needed;
		const cost = rangeOfRows(buy, terms.costs);
		return {
			kind: goal.kind,
			buy,
			cost: { low: fromMicros(cost.low), high: fromMicros(cost.high) },
			train: goal.train,
			seeds: ours.seeds,
			measure: goal.measure,
			condition: conditionOf(goal.condition, parts, less(total, have)),
			rules: goal.rules,
		};
	});
}
