import { sharedTexts } from "../../../report/budget/shared-texts.ts";
import { clean } from "../../../report/page/language/clean.ts";
import { figuresOf } from "../../../report/page/language/figures.ts";
import type { Language } from "../../../report/page/language/language.ts";
import {
	countText,
	roundText,
} from "../../../report/page/language/number-text.ts";
import { shortName } from "../../../report/page/language/short-name.ts";
import { wordsOf } from "../../../report/page/language/words.ts";
import type { Allocation } from "../../../studies/budget/allocation.ts";
import type { NextAnswer } from "../../../studies/budget/next/ask-next.ts";
import type { Kind, Purchase } from "../../../studies/budget/next/purchase.ts";
import { renderTable } from "../../terminal/table.ts";
import { wrap } from "../../terminal/wrap.ts";
import { nextTexts } from "./next-texts.ts";

const kinds: readonly Kind[] = ["demonstrations", "pairs"];

/** An answer with what describes it in one language. */
function viewOf(original: NextAnswer, language: Language) {
	const answer = clean(original);
	const texts = nextTexts[language];
	const words = wordsOf(language);
	const { target, marginal, unit } = answer;
	const gains = kinds.flatMap((kind) => marginal[kind] ?? []);
	const { units } = sharedTexts[language];
	const unitName = Object.hasOwn(units, unit) ? units[unit] : unit;
	const count = (value: number) => countText(language, value);
	const rows = (kind: Kind, value: number) => texts.rows(kind, count(value));
	return {
		...{ answer, texts, count },
		figures: figuresOf({ ...target, estimates: gains }, words),
		task: shortName(target.name),
		money: (value: number) =>
			words.amount(
				value >= 100
					? count(value)
					: roundText(language, Math.round(value * 100) / 100),
				shortName(unitName ?? unit),
			),
		percent: (share: number) => `${roundText(language, 100 * share)}%`,
		rows,
		/** Both kinds, or the one of which there are any. */
		split: (allocation: Allocation) => {
			const some = kinds.filter((kind) => allocation[kind] > 0);
			const [first = "", second] = (some.length > 0 ? some : kinds).map(
				(kind) => rows(kind, allocation[kind]),
			);
			return second === undefined ? first : texts.and(first, second);
		},
	};
}

type NextView = ReturnType<typeof viewOf>;

function facts({
	answer,
	texts,
	task,
	money,
	split,
	rows,
}: NextView): string[] {
	const { measured, prices } = answer;
	return [
		texts.measured(measured.trials, task, split(measured.most)),
		texts.inHand(
			texts.and(
				rows("demonstrations", answer.rows.demonstrations),
				rows("pairs", answer.rows.pairs),
			),
		),
		texts.prices(money(prices.demonstration), money(prices.pair)),
	];
}

function table(view: NextView, columns: number): string[] {
	const { answer, texts, figures, task, money } = view;
	const price = { demonstrations: "demonstration", pairs: "pair" } as const;
	const right = { align: "right" } as const;
	const titles = [
		{ title: texts.columns.next },
		{ title: texts.columns.gain(task, figures.changeUnit), ...right },
		{ title: texts.columns.cost, ...right },
	];
	const lines = kinds.map((kind) => {
		const gain = answer.marginal[kind];
		return [
			texts.kind[kind],
			gain === null
				? texts.notMeasured
				: `${figures.change(gain.value)} (${figures.changeInterval(gain)})`,
			money(100 * answer.prices[price[kind]]),
		];
	});
	return renderTable(titles, lines, columns);
}

function decisionSentences(view: NextView): string[] {
	const { texts, figures, money, split, percent, answer } = view;
	const { decision } = answer;
	if (decision.kind === "stop") {
		const { why, nearest } = decision;
		const first =
			why === "nothing"
				? texts.stop.nothing(figures.givenAmount(answer.least))
				: texts.stop[why];
		return nearest === null ? [first] : [first, nearestSentence(view, nearest)];
	}
	const { of: kind, purchase, why, worth, probability } = decision;
	const other = kind === "pairs" ? "demonstrations" : "pairs";
	const { gain, cost } = purchase;
	return [
		texts.buy({
			...{ kind, rows: split(purchase), cost: money(cost) },
			gain: figures.amount(gain.value),
			interval: figures.changeInterval(gain),
		}),
		why === "gain"
			? texts.why.gain(kind, other, percent(probability ?? 0))
			: texts.why[why](why === "only" ? other : kind),
		...(worth === null ? [] : [worth ? texts.worth.yes : texts.worth.no]),
	];
}

const nearestSentence = (
	{ texts, figures, money, split }: NextView,
	nearest: Purchase,
): string =>
	texts.nearest({
		rows: split(nearest),
		cost: money(nearest.cost),
		most: figures.amount(nearest.most),
	});

function notes(view: NextView): string[] {
	const { answer, texts, count, percent, split } = view;
	const { decision, unmeasured, shared, fit, look, level, measured } = answer;
	return [
		...(decision.kind === "buy" && decision.extrapolated
			? [texts.extrapolated(split(measured.most))]
			: []),
		...unmeasured.map((kind) => texts.unmeasured(kind)),
		...(shared > 0 ? [texts.shared(count(shared), shared === 1)] : []),
		...(fit.distrusted ? [texts.distrusted] : []),
		texts.look(count(look), percent(level)),
	];
}

/** Lines of an answer for a terminal of so many columns. */
export function showNext(
	answer: NextAnswer,
	language: Language,
	columns: number,
): string[] {
	const view = viewOf(answer, language);
	const between = language === "ja" ? "" : " ";
	return [
		...wrap(decisionSentences(view).join(between), columns),
		"",
		...table(view, columns),
		"",
		...facts(view).flatMap((line) => wrap(line, columns)),
		"",
		view.texts.notes,
		...notes(view).flatMap((note) => wrap(note, columns, 2)),
	];
}
