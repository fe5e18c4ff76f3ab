/** Numbers of examples, in prompts of both kinds together, at which the paper's findings change. */
export const paper = {
	/** Budgets that were measured (arXiv 2502.11284). */
	smallest: 100,
	largest: 20_000,
	/** Below: demonstrations alone (abstract). */
	alone: 1000,
	/** From here: demonstrations, then preferences with three parts in four. */
	mixed: 10_000,
	pairShare: 0.75,
	/** The splits that were measured are this far apart. */
	shareStep: 0.25,
	/** Demonstrations first, as a share of the examples; it recovers most of what the cold start loses (abstract). */
	first: 0.1,
	/** Points of GSM8K that the cold start loses (abstract). */
	coldStart: { low: 15, high: 20 },
} as const;

/** Choices of Temper where the paper has no number. */
export const ours = {
	/** Parameters below which a model counts as small. */
	smallModel: 3e9,
	/** A pilot buys a tenth of its kind, within these bounds. */
	pilotShare: 0.1,
	pilotLeast: 50,
	pilotMost: 500,
	/** Trainings of a variant. */
	seeds: 3,
	/** Price ratios for which a study reports how the split changes. */
	ratio: { low: 1 / 3, high: 3 },
} as const;

/** Where a rule comes from. */
export type RuleSource = "paper" | "interpolated" | "extrapolated" | "ours";

/** What a rule rests on; of a rule that is ours: where its direction comes from. */
export interface Reference {
	/** An arXiv number. */
	readonly arxiv: string;
	readonly part: "abstract" | "results";
}

const abstract: Reference = { arxiv: "2502.11284", part: "abstract" };
const results: Reference = { arxiv: "2502.11284", part: "results" };
const selfAligning: Reference = { arxiv: "2402.18243", part: "results" };

/** Every rule with its source. */
const table = {
	"demonstrations-alone": { source: "paper", reference: abstract },
	gap: { source: "paper", reference: abstract },
	"three-in-four": { source: "paper", reference: results },
	"demonstrations-first": { source: "paper", reference: abstract },
	split: { source: "interpolated", reference: null },
	"small-model": { source: "ours", reference: results },
	knowledge: { source: "ours", reference: selfAligning },
	"below-range": { source: "extrapolated", reference: null },
	"beyond-range": { source: "extrapolated", reference: null },
	instruct: { source: "extrapolated", reference: null },
	prices: { source: "extrapolated", reference: null },
	"one-kind": { source: "ours", reference: null },
	pilot: { source: "ours", reference: null },
	seeds: { source: "ours", reference: null },
	"made-pairs": { source: "ours", reference: null },
	rest: { source: "ours", reference: null },
	"in-hand": { source: "ours", reference: null },
	"upper-price": { source: "ours", reference: null },
	wage: { source: "ours", reference: null },
	gate: { source: "ours", reference: null },
	"break-even": { source: "ours", reference: null },
} as const satisfies Record<
	string,
	{ readonly source: RuleSource; readonly reference: Reference | null }
>;

export type RuleId = keyof typeof table;

export const ruleIds = Object.keys(table) as readonly RuleId[];

/** A rule that a plan uses. */
export interface PlanRule {
	readonly id: RuleId;
	readonly source: RuleSource;
	readonly reference: Reference | null;
	/** Numbers in the rule's sentence, by name. */
	readonly values: Readonly<Record<string, number>>;
}

export function ruleOf(
	id: RuleId,
	values: Readonly<Record<string, number>> = {},
): PlanRule {
	return { id, ...table[id], values };
}
