import type { Piece } from "./show-row.ts";

/**
 * Pieces as text for a terminal. In colour: masked tokens grey, learnt ones green, the end of a turn inverted; shades
 * alternate from token to token, and a weight runs from red (near 0) over yellow to green (1 and more). Without
 * colour: learnt tokens stand in ⟦ ⟧ with │ between them, each followed by its weight.
 */
export function renderPieces(
	pieces: readonly Piece[],
	options: { colour: boolean },
): string {
	return options.colour ? inColour(pieces) : inPlain(pieces);
}

const shades = {
	masked: ["38;5;245", "38;5;240"],
	supervised: ["38;5;40", "38;5;34"],
	end: ["7;38;5;40", "7;38;5;40"],
} as const;

const ramp = [
	{ below: 0.1, colour: "38;5;196" },
	{ below: 0.3, colour: "38;5;208" },
	{ below: 0.6, colour: "38;5;226" },
	{ below: 0.9, colour: "38;5;118" },
	{ below: Infinity, colour: "38;5;46" },
] as const;

function inColour(pieces: readonly Piece[]): string {
	return pieces
		.map(({ text, kind, weight }, i) => {
			const shade = shades[kind][i % 2 === 0 ? 0 : 1];
			const weighted =
				weight === null ? null : ramp.find(({ below }) => weight < below);
			const code = weighted
				? `${kind === "end" ? "7;" : ""}${weighted.colour}`
				: shade;
			// The new line itself stands outside the colour, so that no background runs to the edge.
			return `\u001B[${code}m${text.replaceAll("↵", `↵\u001B[0m\n\u001B[${code}m`)}\u001B[0m`;
		})
		.join("");
}

function inPlain(pieces: readonly Piece[]): string {
	let out = "";
	pieces.forEach(({ text, kind, weight }, i) => {
		const learnt = kind !== "masked";
		const before = (pieces[i - 1]?.kind ?? "masked") !== "masked";
		if (learnt) out += before ? "│" : "⟦";
		else if (before) out += "⟧";
		out += text.replaceAll("↵", "↵\n");
		if (weight !== null) out += `{${weight.toFixed(2)}}`;
	});
	return pieces.at(-1)?.kind === "masked" || pieces.length === 0
		? out
		: `${out}⟧`;
}
