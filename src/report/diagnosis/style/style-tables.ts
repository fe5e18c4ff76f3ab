import type { StyleDiagnosis } from "../../../diagnose/style/style-result.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { Table } from "../../page/table.ts";
import type { DiagnosisView } from "../view/diagnosis-view.ts";
import { contrastCells } from "../view/score-text.ts";

type View = Pick<DiagnosisView, "texts" | "numbers">;

const right = { align: "right" } as const;

/** Tokens and places that are shown; `report.json` has all. */
export const most = { moved: 30, places: 40 } as const;

/** A token with its spaces and line breaks made visible. */
function visible(token: string): string {
	return shortName(
		token.replaceAll("\n", "⏎").replaceAll("\t", "⇥").replaceAll(" ", "␣"),
	);
}

export function ranksTable(
	{ texts, numbers }: View,
	{ unshifted, marginal, shifted }: StyleDiagnosis,
): Table {
	const { style } = texts;
	return {
		columns: [
			{ title: style.ranks },
			{ title: style.unshifted, ...right },
			{ title: style.marginal, ...right },
			{ title: style.shifted, ...right },
		],
		rows: [
			[style.tokens, ...[unshifted, marginal, shifted].map(numbers.share)],
		],
	};
}

export function alongTable(
	{ texts, numbers }: View,
	{ alongAnswer }: StyleDiagnosis,
): Table {
	const { style } = texts;
	return {
		columns: [{ title: style.place }, { title: style.share, ...right }],
		rows: alongAnswer.map((one, at) => [
			style.fifthName(numbers.count(at + 1)),
			numbers.share(one),
		]),
	};
}

export function movedTable(
	{ texts, numbers }: View,
	{ moved }: StyleDiagnosis,
): Table {
	const { style } = texts;
	return {
		columns: [
			{ title: style.token },
			{ title: style.times, ...right },
			{ title: style.rank, ...right },
			{ title: style.kind },
		],
		rows: moved
			.slice(0, most.moved)
			.map(({ text, times, rank, style: isStyle }) => [
				visible(text),
				numbers.count(times),
				numbers.plain(rank),
				isStyle ? style.style : style.substance,
			]),
	};
}

export function placesTable(
	{ texts, numbers }: View,
	{ places }: StyleDiagnosis,
): Table {
	const { style } = texts;
	return {
		columns: [
			{ title: style.question },
			{ title: style.position, ...right },
			{ title: style.wrote },
			{ title: style.first },
			{ title: style.placeRank, ...right },
			{ title: style.kind },
		],
		rows: places
			.slice(0, most.places)
			.map(({ id, position, text, base, rank, style: isStyle }) => [
				id,
				numbers.count(position + 1),
				visible(text),
				visible(base),
				numbers.count(rank),
				isStyle ? style.style : style.substance,
			]),
	};
}

export function scoresTable(
	{ texts, numbers }: View,
	{ scores }: StyleDiagnosis,
): Table {
	const { style, shared } = texts;
	return {
		columns: [
			{ title: shared.task },
			{ title: style.scored },
			{ title: shared.baseTitle, ...right },
			{ title: shared.tunedTitle, ...right },
			{ title: shared.difference, ...right },
		],
		rows: scores.flatMap(({ task, asWritten, stripped }) => [
			[task, style.asWritten, ...contrastCells(numbers, asWritten)],
			[task, style.stripped, ...contrastCells(numbers, stripped)],
		]),
	};
}
