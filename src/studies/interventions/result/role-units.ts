import {
	entropy,
	optionKl,
	rankCorrelation,
} from "../../../diagnose/options/compare-options.ts";
import {
	meanDistribution,
	type OptionMeasure,
	optionProbabilities,
} from "../../../diagnose/options/option-probabilities.ts";
import { rowOf } from "../../../diagnose/probe/analysis/askings.ts";
import type { TaskResult } from "../../../eval/eval-result.ts";
import { unitsOf } from "../../../eval/task/question-units.ts";
import type { Unit, Units } from "../../../stats/unit.ts";

/** What a model does in the tasks of a role, question by question. */
export interface RoleUnits {
	readonly accuracy: Units;
	/** Spearman's correlation with the base's option probabilities; questions of which either distribution is uniform are left out. */
	readonly rankCorrelation: Units;
	/** KL(base || model) over options, nats. */
	readonly optionKl: Units;
	/** Nats. */
	readonly entropy: Units;
}

/** How the options of each task are compared, by the name of the task. */
export type Measures = ReadonlyMap<string, OptionMeasure>;

/** `base`: the same tasks with examples in the prompt, in the same order. */
export function roleUnits(
	tuned: readonly TaskResult[],
	base: readonly TaskResult[],
	measures: Measures,
): RoleUnits {
	const pairs = tuned.flatMap((task, i) => {
		const measure = measures.get(task.name) ?? "sum";
		const before = distributionsOf(base[i], measure);
		return [...distributionsOf(task, measure)].map(([row, after]) => ({
			row: `${task.name}/${row}`,
			...{ before: before.get(row) ?? null, after },
		}));
	});
	const units = (value: (pair: (typeof pairs)[number]) => number | null) =>
		new Map(
			pairs.flatMap((pair) => {
				const found = value(pair);
				return found === null ? [] : [[pair.row, unit(found)] as const];
			}),
		);
	return {
		accuracy: accuracyUnits(tuned),
		rankCorrelation: units(
			({ before, after }) => before && rankCorrelation(before, after),
		),
		optionKl: units(({ before, after }) => before && optionKl(before, after)),
		entropy: units(({ after }) => entropy(after)),
	};
}

/** Whether questions of several tasks were answered right. */
export function accuracyUnits(tasks: readonly TaskResult[]): Units {
	return new Map(
		tasks.flatMap(({ name, items }) =>
			[...unitsOf(items, "accuracy")].map(
				([question, own]) => [`${name}/${question}`, own] as const,
			),
		),
	);
}

const unit = (sum: number): Unit => ({ sum, weight: 1 });

/** Option probabilities by row, averaged over wordings and orders. */
function distributionsOf(
	task: TaskResult | undefined,
	measure: OptionMeasure,
): Map<string, readonly number[]> {
	const rows = new Map<string, (readonly number[])[]>();
	for (const item of task?.items ?? []) {
		const found = optionProbabilities(item, measure);
		if (found === null) continue;
		const row = rowOf(item);
		rows.set(row, [...(rows.get(row) ?? []), found]);
	}
	return new Map(
		[...rows].flatMap(([row, all]) => {
			const mean = meanDistribution(all);
			return mean === null ? [] : [[row, mean] as const];
		}),
	);
}
