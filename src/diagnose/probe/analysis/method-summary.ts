import type { Estimate } from "../../../stats/estimate.ts";
import type {
	MethodView,
	ProbeMethod,
	ProbeMethodSummary,
} from "../probe-result.ts";
import {
	type ConfidentChoice,
	calibrationError,
	reliability,
} from "./calibration.ts";
import type { RowAskings } from "./row-askings.ts";
import { shareOf } from "./shares.ts";

/** One method over its rows. */
export interface MethodParts {
	readonly rows: readonly RowAskings[];
	/** By row. */
	readonly views: ReadonlyMap<string, MethodView>;
	/** At temperature 1, in the order of the rows. */
	readonly uncalibrated: readonly MethodView[];
	/** Of each fold. */
	readonly temperatures: readonly number[];
	readonly seed: number;
}

export function summariseMethod(
	method: ProbeMethod,
	{ rows, views, uncalibrated, temperatures, seed }: MethodParts,
): ProbeMethodSummary {
	const seen = rows.map(({ id }) => views.get(id) as MethodView);
	const calibrated = choicesOf(rows, seen);
	const logs = temperatures.reduce((sum, t) => sum + Math.log(t), 0);
	const repeated = rows.some(({ askings }) => askings.length > 1);
	return {
		method,
		accuracy: shareOf(calibrated, ({ right }) => right),
		chance:
			seen.reduce((sum, one) => sum + 1 / one.probabilities.length, 0) /
			seen.length,
		temperature: Math.exp(logs / temperatures.length),
		calibrationError: calibrationError(calibrated, seed),
		uncalibratedError: calibrationError(choicesOf(rows, uncalibrated), seed),
		bins: reliability(calibrated),
		positions: method === "letter" ? positionsOf(rows) : null,
		inconsistent: repeated
			? shareOf(
					rows.map(({ question, id }) => ({ question, id })),
					({ id }) => (views.get(id) as MethodView).agreement < 1,
				)
			: null,
	};
}

function choicesOf(
	rows: readonly RowAskings[],
	views: readonly MethodView[],
): ConfidentChoice[] {
	return rows.map(({ question, gold }, i) => {
		const { probabilities, chosen } = views[i] as MethodView;
		const confidence = probabilities[chosen] as number;
		return { question, confidence, right: chosen === gold };
	});
}

/** How often the option listed first, second and so on is chosen, over all askings of rows that list so many. */
function positionsOf(rows: readonly RowAskings[]): Estimate[] {
	const most = Math.max(...rows.map(({ askings }) => lengthOf(askings)));
	return Array.from({ length: most }, (_, position) =>
		shareOf(
			rows.filter(({ askings }) => lengthOf(askings) > position),
			({ askings }) => {
				const here = askings.filter(
					({ choice, listed }) => listed.indexOf(choice) === position,
				);
				return here.length / askings.length;
			},
		),
	);
}

function lengthOf(askings: RowAskings["askings"]): number {
	return askings[0]?.listed.length ?? 0;
}
