import type { ContrastVerdict } from "../../../studies/interventions/intervention-result.ts";
import {
	type Entry,
	summaryContent,
	type Tone,
} from "../../page/blocks/summary.ts";
import type { Content } from "../../page/report.ts";
import {
	armName,
	type InterventionsView,
	namedArm,
} from "../view/interventions-view.ts";

const tones: Readonly<Record<ContrastVerdict, Tone>> = {
	replicated: "good",
	"not-replicated": "plain",
	reversed: "bad",
};

function entriesOf(view: InterventionsView): Entry[] {
	const { result, texts, numbers } = view;
	const { summary, shared } = texts;
	return result.contrasts.map(
		({ of, against, role, difference, paper, verdict }) => ({
			lead: summary.entry({
				of: namedArm(view, of),
				against: namedArm(view, against),
				role: shared.role[role],
			}),
			chip: { tone: tones[verdict], text: summary.verdict[verdict] },
			rest: [
				summary.points(numbers.points(difference)),
				...(paper === null || paper.length === 0
					? []
					: [summary.paper(texts.list(paper.map(numbers.pointsOf)))]),
			],
		}),
	);
}

function stepsOf(view: InterventionsView): string[] {
	const { result, texts, numbers, roles } = view;
	const { summary, shared } = texts;
	const { quantity, bestMix, partialCorrelation } = result;
	const rows = (count: number) => shared.rows(numbers.count(count));
	const quantities =
		quantity === null
			? []
			: [
					quantity.enough < quantity.best
						? summary.enough({
								enough: rows(quantity.enough),
								best: rows(quantity.best),
								role: shared.role[quantity.role],
							})
						: summary.many({
								best: rows(quantity.best),
								role: shared.role[quantity.role],
							}),
				];
	const mixes = roles.flatMap((role) => {
		const share = bestMix[role];
		return share === undefined
			? []
			: [
					summary.bestMix({
						share: `${Math.round(share * 100)}%`,
						role: shared.role[role],
					}),
				];
	});
	const partial =
		partialCorrelation === null
			? []
			: [
					summary.partial({
						runs: shared.runs(partialCorrelation.runs),
						value: numbers.value(partialCorrelation.value),
					}),
				];
	return [...quantities, ...mixes, ...partial];
}

function notesOf(view: InterventionsView): string[] {
	const { result, texts } = view;
	const failed = result.interventions.reduce(
		(sum, { failures }) => sum + Object.keys(failures).length,
		0,
	);
	const few = result.interventions.filter(
		({ seeds, failures }) => seeds.length - Object.keys(failures).length < 3,
	);
	return [
		...(failed === 0 ? [] : [texts.summary.failed(texts.shared.runs(failed))]),
		...(few.length === 0
			? []
			: [
					texts.summary.fewSeeds(
						texts.list(few.map((arm) => armName(view, arm))),
					),
				]),
	];
}

/** Which contrasts of the paper hold here, and what follows. */
export function interventionsSummary(view: InterventionsView): Content {
	const { result, texts, numbers } = view;
	const { summary, space } = texts;
	const { contrasts } = result;
	const count = (verdict: ContrastVerdict) =>
		numbers.count(contrasts.filter((one) => one.verdict === verdict).length);
	const counts = {
		replicated: count("replicated"),
		not: count("not-replicated"),
		reversed: count("reversed"),
		all: numbers.count(contrasts.length),
	};
	const isEmpty = contrasts.length === 0;
	const isWhole = contrasts.every(({ verdict }) => verdict === "replicated");
	return summaryContent({
		label: summary.title,
		badge: {
			tone: !isEmpty && isWhole ? "good" : "plain",
			text: isEmpty ? summary.noBadge : summary.badge(counts),
		},
		lead: isEmpty ? summary.none : summary.lead(counts),
		said: isEmpty ? [] : [summary.verdictText],
		tiles: [],
		entries: { title: summary.entries, items: entriesOf(view) },
		steps: { title: summary.next, items: stepsOf(view) },
		notes: { title: summary.notes, items: notesOf(view) },
		space,
	});
}
