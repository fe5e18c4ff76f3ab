import type { Fact } from "../../page/blocks/facts.ts";
import { roundText } from "../../page/language/number-text.ts";
import { durationText, timeText } from "../../page/language/unit-text.ts";
import { machineText } from "../../page/machine-text.ts";
import { leanOf } from "../splits/leans.ts";
import type { BudgetView } from "../view/budget-view.ts";

/** Why buying ended. */
export function endedText({ result, texts, figures, percent }: BudgetView) {
	const { ended, asked } = result.bought;
	const told =
		asked === null
			? null
			: ended === "regret"
				? figures.amount(asked)
				: ended === "interval"
					? percent(asked)
					: roundText(texts.language, asked);
	return texts.method.ended[ended](told);
}

function boughtText({ result, texts, count, percent }: BudgetView): string {
	const { trials, grid, ended } = result.bought;
	// Controls and models that pairs began from are trials too, so their number alone does not say that the grid is whole.
	const isWhole = ended === "grid" || ended === "exhausted";
	return isWhole && trials >= grid
		? texts.method.wholeGrid(count(grid))
		: texts.method.bought({
				trials: count(trials),
				grid: count(grid),
				share: percent(trials / grid),
			});
}

/** Whether the shape of the model fits. */
export function fitText({ result, texts }: BudgetView): string {
	const { fit, distrusted } = result.surface;
	const p = fit === null ? null : roundText(texts.language, fit);
	if (distrusted) return texts.method.fit.distrusted(p);
	return p === null ? texts.method.fit.unknown : texts.method.fit.fits(p);
}

function leanTexts(view: BudgetView): string[] {
	const { result, texts, figures } = view;
	const of = (lean: string) =>
		result.answers.filter((answer) => leanOf(answer) === lean).length;
	return result.answers.length === 0
		? [texts.shared.nothing]
		: [
				texts.method.leans({
					measured: of("measured"),
					interpolated: of("interpolated"),
					extrapolated: of("extrapolated"),
				}),
				texts.method.correction(figures.amount(result.surface.correction)),
				fitText(view),
			];
}

function unmeasuredTexts({ result, texts, count }: BudgetView): string[] {
	const { method, shared } = texts;
	const scored = result.cells.filter(({ score }) => score !== null);
	const most = (kind: "demonstrations" | "pairs") =>
		count(Math.max(0, ...scored.map((cell) => cell[kind])));
	const larger = method.larger({
		demonstrations: shared.someDemonstrations(most("demonstrations")),
		pairs: shared.somePairs(most("pairs")),
	});
	const never = method.never({
		controls: scored.some(({ role }) => role === "control"),
		pairsAlone: scored.some(
			({ demonstrations, pairs }) => demonstrations === 0 && pairs > 0,
		),
	});
	return scored.length === 0 ? [never] : [larger, never];
}

function targetText(view: BudgetView): string {
	const { result, texts, figures, count } = view;
	const { questions, chance } = result.target;
	return [
		view.scoreAxis,
		...(questions === null ? [] : [texts.method.questions(count(questions))]),
		...(chance === null ? [] : [texts.method.chance(figures.value(chance))]),
	].join("; ");
}

function priceTexts({ result, texts, money }: BudgetView): string[] {
	const { demonstration, pair, machineHour } = result.prices;
	const spent = (result.seconds / 3600) * machineHour;
	return [
		texts.method.price({
			demonstration: money(demonstration),
			pair: money(pair),
			hour: money(machineHour),
		}),
		...(spent > 0 ? [texts.method.machineCost(money(spent))] : []),
	];
}

function dataTexts({ result, texts, count }: BudgetView): string[] {
	const { demonstrations, pairs, shared } = result.data;
	const line = (kind: string, { name, rows, prompts }: typeof demonstrations) =>
		`${kind}${texts.colon}${name}, ${texts.method.rows({ rows: count(rows), prompts: count(prompts) })}`;
	return [
		line(texts.shared.demonstrations, demonstrations),
		line(texts.shared.pairs, pairs),
		...(shared > 0 ? [texts.method.shared(count(shared))] : []),
	];
}

/** Everything on how the study measured, in the order in which it is told. */
export function methodFacts(view: BudgetView): Fact[] {
	const { result, texts, figures } = view;
	const { method, language } = texts;
	return [
		{ name: method.buying, lines: [boughtText(view), endedText(view)] },
		{ name: method.leaning, lines: leanTexts(view) },
		{ name: method.unmeasured, lines: unmeasuredTexts(view) },
		{
			name: method.shape,
			lines: [
				method.shapeText,
				method.seedNoise(figures.amount(result.surface.seedNoise)),
			],
		},
		{ name: method.target, lines: [targetText(view)] },
		{ name: method.intervals, lines: [method.intervalsText] },
		{ name: method.prices, lines: priceTexts(view) },
		{ name: method.data, lines: dataTexts(view) },
		{ name: method.model, lines: [result.model.name, result.model.hash] },
		{ name: method.machine, lines: [machineText(result, language)] },
		{ name: method.time, lines: [durationText(language, result.seconds)] },
		{ name: method.created, lines: [timeText(language, result.created)] },
	];
}
