import type { SideBySide } from "../../../studies/pilot/pilot-result.ts";

/** Limits of a report: characters of one text, and bytes of all samples. The rest is in its JSON. */
const longest = 2500;
const all = 120_000;

function size({ prompt, expected, answers }: SideBySide): number {
	const texts = [prompt, expected ?? "", ...answers.map(({ text }) => text)];
	return texts.reduce(
		(sum, text) => sum + Buffer.byteLength(text.slice(0, longest)),
		0,
	);
}

/** As many samples as fit the limit, but at least one if there are any, and the number of the others. */
export function shownSamples(samples: readonly SideBySide[]): {
	readonly shown: readonly SideBySide[];
	readonly more: number;
} {
	let spent = 0;
	const end = samples.findIndex((sample, at) => {
		spent += size(sample);
		return at > 0 && spent > all;
	});
	const shown = end === -1 ? samples : samples.slice(0, end);
	return { shown, more: samples.length - shown.length };
}

/** The beginning of a text, at most `most` characters and never half of one, and how many are left. */
export function beginning(
	text: string,
	most = longest,
): { readonly text: string; readonly left: number } {
	if (text.length <= most) return { text, left: 0 };
	const cut = text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
	return { text: cut, left: text.length - cut.length };
}
