import { mostProbable } from "../../../diagnose/options/compare-options.ts";
import type { OptionMeasure } from "../../../diagnose/options/option-probabilities.ts";
import { askingsOf } from "../../../diagnose/probe/analysis/askings.ts";
import {
	fitTemperature,
	meanProbabilities,
} from "../../../diagnose/probe/analysis/temperature.ts";
import type { TaskResult } from "../../../eval/eval-result.ts";
import type { ChoiceSpec } from "../../../eval/task/task.ts";

/** What the base answers to a question of the study. */
export interface Prediction {
	/** Line of the question in the study's own file of questions, from 1. */
	readonly line: number;
	/** Places in the row. */
	readonly gold: number;
	readonly chosen: number;
	/** Probability of the chosen option: a softmax over the options, averaged over their orders. */
	readonly confidence: number;
	/** The same with the temperature that makes right options likeliest over all questions. */
	readonly calibrated: number;
}

/** How a scorer compares options. */
export function measureOf({
	by,
	normalise,
}: Pick<ChoiceSpec, "by" | "normalise">): OptionMeasure {
	if (by === "letter" || normalise === "none") return "sum";
	return normalise;
}

/** What the base answers to each question that could be measured. */
export function predictionsOf(
	task: TaskResult,
	spec: Pick<ChoiceSpec, "by" | "normalise">,
): Prediction[] {
	const measure = measureOf(spec);
	const method = measure === "sum" ? "raw" : measure;
	const rows = [...askingsOf([task], method).values()];
	const temperature = fitTemperature(rows);
	return rows.map((row) => {
		const probabilities = meanProbabilities(row, 1);
		const chosen = mostProbable(probabilities);
		return {
			...{ line: lineOf(row.id), gold: row.gold, chosen },
			confidence: probabilities[chosen] as number,
			calibrated: meanProbabilities(row, temperature)[chosen] as number,
		};
	});
}

function lineOf(id: string): number {
	return Number(/:(\d+)$/.exec(id)?.[1]);
}
