import type { Allocation } from "../allocation.ts";
import { fromMicros, type Range, timesCount } from "./amount.ts";
import type { PlanNote, PlanStage, Regime } from "./budget-plan.ts";
import type { Interval, PlanQuestion } from "./plan-question.ts";
import { ours, paper } from "./rules.ts";
import { examplesOf } from "./split.ts";
import type { Terms } from "./terms.ts";

/** What a measured gain says of the pilot of demonstrations; null if nothing was measured. */
export function pilotNote({
	measured,
}: Pick<PlanQuestion, "measured">): PlanNote | null {
	const gain = measured?.gain ?? null;
	if (gain === null) return null;
	const interval = gain.low < gain.high;
	if (interval && gain.low > 0) return { kind: "pilot-passed", gain };
	if (interval ? gain.high < 0 : gain.value <= 0)
		return { kind: "pilot-failed", gain };
	return { kind: "pilot-unclear", gain, interval };
}

export interface NoteParts {
	readonly question: PlanQuestion;
	readonly terms: Terms;
	readonly regime: Regime;
	readonly total: Allocation;
	readonly stages: readonly PlanStage[];
	/** Share of pairs that the rules ask for at so many examples; null if only one kind can be bought. */
	readonly asked: number | null;
	/** Examples in all at the lower prices, and their regime. */
	readonly atLowerPrices: {
		readonly examples: number;
		readonly regime: Regime;
	};
	/** Whether the limit of pairs for each demonstration ends the plan before the budget does. */
	readonly capped: boolean;
}

function kindNotes({ question, terms, regime, capped }: NoteParts): PlanNote[] {
	const { uses } = terms;
	if (uses.pair === null) return [{ kind: "only", buy: "demonstrations" }];
	if (uses.demonstration !== null) return [];
	const { demonstrations } = question.inHand;
	return [
		{ kind: "only", buy: "pairs" },
		...(regime === "demonstrations"
			? [{ kind: "pairs-below-threshold" } as const]
			: []),
		...(capped ? [{ kind: "capped", demonstrations } as const] : []),
	];
}

function splitNotes(parts: NoteParts): PlanNote[] {
	const { question, regime, total, asked } = parts;
	const { inHand } = question;
	const trained = parts.stages.some(({ train }) => train.pairs > 0);
	const kept = inHand.pairs > 0 && !trained;
	const share = total.pairs / examplesOf(total);
	const thin = trained && !question.instruct && 1 - share < paper.first;
	const missed =
		asked !== null &&
		regime !== "demonstrations" &&
		Math.abs(share - asked) > 0.02;
	return [
		...(kept ? [{ kind: "pairs-kept", pairs: inHand.pairs } as const] : []),
		...(thin ? [{ kind: "thin-foundation", share: 1 - share } as const] : []),
		...(missed ? [{ kind: "share-missed", share, asked } as const] : []),
	];
}

/** Ratio of the means of the prices, pair over demonstration. */
function ratioOf({ costs }: Terms): number | null {
	const { demonstration, pair } = costs;
	if (demonstration === null || pair === null) return null;
	return (
		fromMicros(pair.low + pair.high) /
		fromMicros(demonstration.low + demonstration.high)
	);
}

function priceNotes(parts: NoteParts): PlanNote[] {
	const { terms, regime, total, atLowerPrices, question } = parts;
	const notes: PlanNote[] = [];
	const { examples } = atLowerPrices;
	if (examples > examplesOf(total))
		notes.push({
			kind: "lower-prices",
			examples,
			crosses: atLowerPrices.regime !== regime,
		});
	const { demonstration, pair } = terms.uses;
	if (demonstration === null || pair === null) return notes;
	if (regime !== "demonstrations") {
		const demonstrations =
			question.inHand.demonstrations +
			Number(terms.budget / demonstration.high);
		notes.push({ kind: "alone", demonstrations });
		const ratio = ratioOf(terms);
		const { low, high } = ours.ratio;
		if (ratio !== null && (ratio < low || ratio > high))
			notes.push({ kind: "ratio", ratio });
	}
	return notes;
}

const interval = ({ low, high }: Range): Interval => ({
	low: fromMicros(low),
	high: fromMicros(high),
});

/** Pairs of the roll-out, made instead of bought. */
function madePairNotes({ terms, stages }: NoteParts): PlanNote[] {
	const { madePair } = terms;
	const { pair } = terms.costs;
	const pairs = stages.at(-1)?.buy.pairs ?? 0;
	if (madePair === null || pair === null || pairs === 0) return [];
	return [
		{
			...{ kind: "made-pairs", pairs },
			cost: interval(timesCount(madePair, pairs)),
			bought: interval(timesCount(pair, pairs)),
			labelled: stages.at(-2)?.train.pairs ?? 0,
		},
	];
}

/** What the reader should know besides the rules. */
export function notesOf(parts: NoteParts): PlanNote[] {
	const pilot = pilotNote(parts.question);
	return [
		...kindNotes(parts),
		...splitNotes(parts),
		...priceNotes(parts),
		...madePairNotes(parts),
		...(pilot === null ? [] : [pilot]),
		...(parts.question.task === "knowledge"
			? [{ kind: "knowledge" } as const]
			: []),
	];
}

/** By how many examples there are in all. */
export function regimeOf(examples: number): Regime {
	if (examples < paper.alone) return "demonstrations";
	return examples < paper.mixed ? "gap" : "preferences";
}
