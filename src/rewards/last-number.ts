/** Digits as they come, or in groups of three divided by a comma or a fixed space; a point divides decimals. */
const digits = String.raw`(?:(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)`;

/** A sign counts where it touches the number or its currency and follows nothing that it could be subtracted from. */
const number = new RegExp(
	String.raw`(?<sign>(?<![\w.)\]}])[-+])?\p{Sc}?(?<inner>(?<=\p{Sc})-)?(?<upper>${digits})(?:e(?<exponent>[-+]?\d{1,3}(?!\d)))?(?:\s?/\s?(?<lower>${digits}))?`,
	"giu",
);

const latexFraction = /\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g;

function plain(text: string): string {
	return text.replace(/[,\u00a0\u202f]/g, "");
}

/** The inside of the last `\boxed{...}`, braces balanced; null where there is none. */
function lastBox(text: string): string | null {
	const start = text.lastIndexOf("\\boxed{");
	if (start < 0) return null;
	let depth = 0;
	for (let at = start + 6; at < text.length; at++) {
		if (text[at] === "{") depth++;
		if (text[at] === "}" && --depth === 0) return text.slice(start + 7, at);
	}
	return null;
}

/** The line behind the last `####`; null where there is none. */
function lastMarked(text: string): string | null {
	const at = text.lastIndexOf("####");
	return at < 0 ? null : (text.slice(at + 4).split("\n", 1)[0] ?? null);
}

function lastOf(text: string | null): number | null {
	if (text === null) return null;
	const simple = text
		.replace(/[\u2212\u2012\u2013]/g, "-")
		.replace(/\\(?=\p{Sc})/gu, "")
		.replace(latexFraction, "$1/$2");
	const last = [...simple.matchAll(number)].at(-1)?.groups;
	if (last?.upper === undefined) return null;
	const upper = Number(`${plain(last.upper)}e${last.exponent ?? 0}`);
	const value =
		last.lower === undefined ? upper : upper / Number(plain(last.lower));
	if (!Number.isFinite(value)) return null;
	return last.sign === "-" || last.inner === "-" ? -value : value;
}

/**
 * The number that a text ends in: the last one behind its last `####`, else in its last `\boxed{}`, else anywhere.
 * Reads `-1,234.5`, `$5`, `50%` (as 50), `3/4`, `\frac{3}{4}` and `1.5e3`; null where there is none, or none that is finite.
 */
export function lastNumber(text: string): number | null {
	return lastOf(lastMarked(text)) ?? lastOf(lastBox(text)) ?? lastOf(text);
}
