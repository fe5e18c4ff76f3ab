import { TemperError } from "../../../core/error.ts";
import type {
	MethodView,
	ProbeItem,
	ProbeMethod,
	ProbeMethodSummary,
} from "../probe-result.ts";
import { askingsOf, type ProbeResults, rowOf } from "./askings.ts";
import type { JudgeSettings } from "./judge-settings.ts";
import { judge } from "./knowledge.ts";
import { summariseMethod } from "./method-summary.ts";
import type { RowAskings } from "./row-askings.ts";
import {
	foldsOf,
	meanLogLikelihood,
	meanProbabilities,
	temperaturesOf,
} from "./temperature.ts";

/** A probe's item as far as results tell it. */
export interface JudgedItem
	extends Omit<ProbeItem, "question" | "options" | "columns"> {
	/** Items with the same question are not independent. By default each row is a question of its own. */
	readonly question: string;
	/** Number of options. */
	readonly options: number;
}

export interface Judgement {
	/** In the order of the rows. */
	readonly items: readonly JudgedItem[];
	/** The deciding method. */
	readonly method: ProbeMethod;
	readonly methods: readonly ProbeMethodSummary[];
	/** Rows that the deciding method could not score, with the responder's reason. */
	readonly unscored: readonly {
		readonly id: string;
		readonly reason: string;
	}[];
}

/** One method over all rows that it could score. */
interface CalibratedMethod {
	readonly method: ProbeMethod;
	readonly rows: ReadonlyMap<string, RowAskings>;
	readonly views: ReadonlyMap<string, MethodView>;
	readonly temperatureOf: (row: RowAskings) => number;
	readonly summary: ProbeMethodSummary;
}

const methodsOf = {
	letter: ["letter"],
	likelihood: ["raw", "tokens", "unconditional"],
} as const satisfies Record<keyof ProbeResults, readonly ProbeMethod[]>;

function argmax(values: readonly number[]): number {
	return values.indexOf(Math.max(...values));
}

function viewOf(row: RowAskings, temperature: number): MethodView {
	const probabilities = meanProbabilities(row, temperature);
	const choices = row.askings.map(({ choice }) => choice);
	const counts = probabilities.map(
		(_, option) => choices.filter((choice) => choice === option).length,
	);
	return {
		probabilities,
		chosen: argmax(probabilities),
		agreement: Math.max(...counts) / choices.length,
		askings: choices.length,
	};
}

function calibrate(
	method: ProbeMethod,
	rows: ReadonlyMap<string, RowAskings>,
	settings: JudgeSettings,
): CalibratedMethod {
	const { folds, seed } = settings;
	const all = [...rows.values()];
	const foldOf = foldsOf(
		all.map(({ question }) => question),
		folds,
		seed,
	);
	const temperatures = temperaturesOf(all, foldOf, folds);
	const temperatureOf = ({ question }: RowAskings) =>
		temperatures[foldOf.get(question) as number] as number;
	const views = new Map(
		all.map((row) => [row.id, viewOf(row, temperatureOf(row))] as const),
	);
	const summary = summariseMethod(method, {
		...{ rows: all, views, temperatures, seed },
		uncalibrated: all.map((row) => viewOf(row, 1)),
	});
	return { method, rows, views, temperatureOf, summary };
}

/** The forced method, or the one that makes the right options of the rows that all methods scored likeliest. */
function decidingMethod(
	calibrated: readonly CalibratedMethod[],
	{ method }: JudgeSettings,
): CalibratedMethod {
	const forced = calibrated.find((one) => one.method === method);
	if (forced) return forced;
	const [first, ...others] = calibrated;
	if (first === undefined || method !== null)
		throw new TemperError("data", {
			where: "probe",
			expected:
				method === null
					? "at least one question that the model can read"
					: `questions that were measured by the method ${method}`,
			found: "none",
		});
	const shared = [...first.rows.keys()].filter((id) =>
		others.every(({ rows }) => rows.has(id)),
	);
	const quality = ({ rows, temperatureOf }: CalibratedMethod) =>
		meanLogLikelihood(
			shared.map((id) => rows.get(id) as RowAskings),
			temperatureOf,
		);
	return others.reduce(
		(best, one) => (quality(one) > quality(best) ? one : best),
		first,
	);
}

function unscoredRows(
	results: ProbeResults,
	scored: ReadonlyMap<string, unknown>,
): Judgement["unscored"] {
	const reasons = new Map<string, string>();
	for (const { items } of [...results.letter, ...results.likelihood])
		for (const item of items) {
			const id = rowOf(item);
			if (scored.has(id)) continue;
			if (item.score === null || !reasons.has(id))
				reasons.set(id, item.reason ?? "its options have no finite score");
		}
	return [...reasons].map(([id, reason]) => ({ id, reason }));
}

function judgeItem(
	id: string,
	deciding: CalibratedMethod,
	calibrated: readonly CalibratedMethod[],
	settings: JudgeSettings,
): JudgedItem {
	const { gold, question } = deciding.rows.get(id) as RowAskings;
	const view = deciding.views.get(id) as MethodView;
	const views: Partial<Record<ProbeMethod, MethodView>> = {};
	for (const one of calibrated) {
		const seen = one.views.get(id);
		if (seen) views[one.method] = seen;
	}
	const able = calibrated
		.filter(({ summary }) => summary.accuracy.low > summary.chance)
		.map(({ method }) => method);
	const { chosen, probabilities } = view;
	return {
		...{ id, question, gold, chosen, options: probabilities.length },
		...judge({ gold, views, able, method: deciding.method }, settings),
		confidence: probabilities[chosen] as number,
		goldProbability: probabilities[gold] as number,
		methods: views,
	};
}

/**
 * What a model holds about each row of choice tasks. Probabilities are softmax(score / temperature), averaged over wordings,
 * orders of the options and draws of examples; the temperature of a row is fitted on the other folds of questions. Uses
 * only results, so that a diagnosis or a study can call it for any model. Throws `data` for results that do not record the
 * scores of options, and if no row could be scored.
 */
export function judgeItems(
	results: ProbeResults,
	settings: JudgeSettings,
): Judgement {
	const calibrated = (["letter", "likelihood"] as const).flatMap((kind) =>
		methodsOf[kind].flatMap((method) => {
			const rows = askingsOf(results[kind], method);
			return rows.size === 0 ? [] : [calibrate(method, rows, settings)];
		}),
	);
	const deciding = decidingMethod(calibrated, settings);
	const ids = [...deciding.rows.keys()];
	return {
		items: ids.map((id) => judgeItem(id, deciding, calibrated, settings)),
		method: deciding.method,
		methods: calibrated.map(({ summary }) => summary),
		unscored: unscoredRows(results, deciding.rows),
	};
}
