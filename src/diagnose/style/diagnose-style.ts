import { shareOfTokens, tokenShift } from "../../eval/model/deviation.ts";
import type { AnswerReading } from "./answer-reading.ts";
import { styleRule } from "./judge-style.ts";
import { judgeTokens } from "./judge-tokens.ts";
import { sharedEdges } from "./shared-edges.ts";
import type {
	ShiftedPlace,
	ShiftedToken,
	StyleDiagnosis,
} from "./style-result.ts";

/** Tokens and places that are listed, at most. */
const listedTokens = 100;
const listedPlaces = 1000;

const parts = 5;

/**
 * What of the tuned model's answers is style and what is substance, by `styleRule`, among the tokens that are not the
 * base's first choice. Null if no answer has a token. `scores` are those of `strippedScores`.
 */
export function diagnoseStyle(
	readings: readonly AnswerReading[],
	scores: StyleDiagnosis["scores"],
): StyleDiagnosis | null {
	const ranks = readings.map(({ tokens }) =>
		Uint32Array.from(tokens, ({ rank }) => rank),
	);
	const shift = tokenShift(ranks);
	if (shift === null) return null;
	const moved = movedPlaces(readings);
	return {
		...shift,
		answers: readings.length,
		styleShare: shareOfTokens(
			moved.map((places) => places.map(({ style }) => style)),
		),
		rule: styleRule,
		alongAnswer: Array.from({ length: parts }, (_, part) =>
			shareOfTokens(
				ranks.map((row) =>
					[...row]
						.filter((_, i) => partOf(i, row.length) === part)
						.map((rank) => rank > 0),
				),
			),
		),
		moved: commonest(moved.flat()),
		places: moved.flat().slice(0, listedPlaces),
		scores,
	};
}

/** The fifth of an answer that a token lies in, by its middle. */
function partOf(index: number, tokens: number): number {
	return Math.floor((parts * (index + 0.5)) / tokens);
}

/** By answer. */
function movedPlaces(readings: readonly AnswerReading[]): ShiftedPlace[][] {
	const edges = sharedEdges(
		readings.map(({ prompt, tuned }) => ({ prompt, text: tuned })),
	);
	return readings.map(({ id, tokens }, i) => {
		const style = judgeTokens(tokens, edges[i] ?? []);
		return tokens.flatMap(({ shown, rank, first }, position) =>
			rank === 0
				? []
				: {
						...{ id, position, text: shown, base: first, rank: rank + 1 },
						style: style[position] ?? false,
					},
		);
	});
}

function commonest(places: readonly ShiftedPlace[]): ShiftedToken[] {
	const groups = new Map<string, ShiftedPlace[]>();
	for (const place of places) {
		const key = `${place.style} ${place.text}`;
		const group = groups.get(key);
		if (group) group.push(place);
		else groups.set(key, [place]);
	}
	return [...groups.values()]
		.map((group) => ({
			text: group[0]?.text ?? "",
			times: group.length,
			rank: group.reduce((sum, { rank }) => sum + rank, 0) / group.length,
			style: group[0]?.style ?? false,
		}))
		.sort((a, b) => b.times - a.times || b.rank - a.rank)
		.slice(0, listedTokens);
}
