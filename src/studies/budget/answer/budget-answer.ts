import type { Allocation, Observation } from "../allocation.ts";
import type { BudgetCell, BudgetResult } from "../budget-result.ts";
import type { Question } from "../buy/step.ts";
import type { Surface } from "../surface/surface.ts";
import { answerOf } from "./answer-of.ts";
import { expansionOf, frontierOf } from "./budget-lines.ts";
import { coldStartOf } from "./cold-start.ts";
import type { Known } from "./known.ts";
import { isoquantsOf, mapOf } from "./map.ts";
import { marginalOf } from "./marginal.ts";
import { measuredBy } from "./measured.ts";
import { sensitivityOf } from "./sensitivity.ts";

export interface Asked {
	/** What the surface was fitted to. */
	readonly observations: readonly Observation[];
	readonly surface: Surface;
	readonly question: Pick<Question, "budgets" | "prices" | "splits">;
	/** Prompts of each kind in hand. */
	readonly rows: Allocation;
	/** Cells of the study, for what was measured of a cold start. */
	readonly cells: readonly (Allocation & Pick<BudgetCell, "score">)[];
}

/** The part of a result that answers the question. */
export type Answer = Pick<
	BudgetResult,
	| "answers"
	| "frontier"
	| "isoquants"
	| "expansion"
	| "map"
	| "coldStart"
	| "sensitivity"
	| "marginal"
	| "surface"
>;

/**
 * What the surface says about the budgets. A kind that was never measured has null instead of scores that only a prior would
 * give. Throws if a budget has no split.
 */
export function budgetAnswer(asked: Asked): Answer {
	const { surface, rows } = asked;
	const budgets = asked.question.budgets.toSorted((a, b) => a - b);
	const question = { ...asked.question, budgets };
	const measured = measuredBy(asked.observations);
	const known: Known = { surface, question, measured, rows };
	const answers = budgets.map((budget) => answerOf(budget, known));
	const expansion = expansionOf(known, answers);
	const map = mapOf(known, expansion);
	return {
		...{ answers, expansion, map },
		frontier: frontierOf(known, expansion),
		isoquants: isoquantsOf(map),
		coldStart: coldStartOf(known, asked.cells),
		sensitivity: sensitivityOf(known),
		marginal: answers.map((answer) => ({
			budget: answer.budget,
			...marginalOf(surface, measured, answer),
		})),
		surface: {
			parameters: [...surface.parameters],
			seedNoise: surface.seedNoise,
			fit: surface.fit.p,
			distrusted: surface.fit.distrusted,
			correction: Math.max(
				0,
				...answers.map((answer) => Math.abs(surface.correction(answer))),
			),
		},
	};
}
