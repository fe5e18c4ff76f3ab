import {
	type Cause,
	causes,
	type TunedDiagnosis,
} from "../../../diagnose/change/diagnosis.ts";
import {
	type Entry,
	summaryContent,
	type Tile,
	type Tone,
} from "../../page/blocks/summary.ts";
import type { Content } from "../../page/report.ts";
import { countedQuestions } from "../changes/counted-questions.ts";
import type { DiagnosisView, NamedModel } from "../view/diagnosis-view.ts";
import { diagnosisNotes } from "./diagnosis-notes.ts";

const tones: Readonly<Record<Cause, Tone>> = {
	"new-knowledge": "good",
	"drawn-out": "good",
	"format-only": "plain",
	"wrong-answers": "bad",
	overfit: "bad",
	"no-change": "plain",
	unclear: "plain",
};

/** What became of the questions, as shares with intervals. */
function sharesSentence(
	{ texts, numbers }: DiagnosisView,
	tuned: TunedDiagnosis,
): string {
	const { shares } = tuned;
	if (shares === null) return texts.changes.none;
	return texts.summary.shares({
		questions: texts.shared.questions(numbers.count(countedQuestions(tuned))),
		learned: numbers.share(shares.learned),
		drawnOut: numbers.share(shares["drawn-out"]),
		restyled: numbers.share(shares.restyled),
		damaged: numbers.share(shares.damaged),
		unchanged: numbers.share(shares.unchanged),
	});
}

function tilesOf(
	{ texts, numbers }: DiagnosisView,
	{ shares, kl }: TunedDiagnosis,
): Tile[] {
	const { summary, changes } = texts;
	const shown = ["learned", "drawn-out", "restyled", "damaged"] as const;
	const tiles = shown.flatMap((change): Tile | [] => {
		if (shares === null) return [];
		const { value, low, high } = shares[change];
		const [from, to] = [low, high].map(numbers.percent);
		return {
			name: changes.names[change],
			figure: numbers.percent(value),
			unit: "",
			note: summary.interval(texts.interval(from!, to!)),
		};
	});
	if (kl === null) return tiles;
	const interval = texts.interval(
		numbers.plain(kl.low),
		numbers.plain(kl.high),
	);
	const distance: Tile = {
		name: summary.klTile,
		figure: numbers.plain(kl.value),
		unit: summary.nats,
		note: summary.interval(interval),
	};
	return [...tiles, distance];
}

function entryOf(view: DiagnosisView, { name, tuned }: NamedModel): Entry {
	const { summary, steps, space } = view.texts;
	const next = tuned.next.map((step) => steps[step]).join(space || "");
	return {
		lead: name,
		chip: { tone: tones[tuned.cause], text: summary.causes[tuned.cause] },
		rest: [
			sharesSentence(view, tuned),
			...(next === "" ? [] : [summary.entryNext(next)]),
		],
	};
}

function causesText({ models, texts, numbers }: DiagnosisView): string {
	const counted = causes.flatMap((cause) => {
		const count = models.filter(({ tuned }) => tuned.cause === cause).length;
		return count === 0
			? []
			: [
					texts.summary.causeCount({
						cause: texts.summary.causes[cause],
						count: numbers.count(count),
					}),
				];
	});
	return texts.list(counted);
}

/** One model: what happened to its answers, why, and what to do. */
function single(view: DiagnosisView, { tuned }: NamedModel): Content {
	const { texts, numbers } = view;
	const { summary, steps, space } = texts;
	const { cause, kl, next } = tuned;
	return summaryContent({
		label: summary.title,
		badge: { tone: tones[cause], text: summary.causes[cause] },
		lead: summary.lead[cause],
		said: [
			sharesSentence(view, tuned),
			summary.brackets,
			...(kl === null ? [] : [summary.kl(numbers.value(kl))]),
		],
		tiles: tilesOf(view, tuned),
		entries: null,
		steps: { title: summary.next, items: next.map((step) => steps[step]) },
		notes: { title: summary.notes, items: diagnosisNotes(view) },
		space,
	});
}

/** What happened in words, as shares with intervals, and what to do next. */
export function diagnosisSummary(view: DiagnosisView): Content {
	const { models, base, texts } = view;
	const { summary, space } = texts;
	const [first, ...others] = models;
	if (first !== undefined && others.length === 0) return single(view, first);
	const tone: Tone = models.some(({ tuned }) => tones[tuned.cause] === "bad")
		? "bad"
		: "plain";
	const counted = causesText(view);
	return summaryContent({
		label: summary.title,
		badge: {
			tone,
			text:
				first === undefined
					? summary.title
					: summary.compared(view.numbers.count(models.length)),
		},
		lead:
			first === undefined
				? summary.empty
				: summary.leadSeveral({ base, causes: counted }),
		said: first === undefined ? [] : [summary.brackets],
		tiles: [],
		entries: {
			title: summary.entries,
			items: models.map((model) => entryOf(view, model)),
		},
		steps: { title: summary.next, items: [] },
		notes: { title: summary.notes, items: diagnosisNotes(view) },
		space,
	});
}
