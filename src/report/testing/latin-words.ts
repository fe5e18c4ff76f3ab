import { parseHTML } from "linkedom";

/** What Japanese writes in Latin letters too: names of measures, units, formats and software. */
const always = [
	...["KL", "NLL", "nat", "e"],
	...["GB", "UTC", "SHA", "Temper", "temper", "ONNX", "Runtime", "Node"],
];

/** What a page shows and what it says to those who hear it. */
export function pageText(html: string): string {
	const { document } = parseHTML(html.replaceAll("<", " <"));
	for (const one of [...document.querySelectorAll("script, style")])
		one.remove();
	const told = [
		...document.querySelectorAll("[role], [aria-description], nav, button"),
	].flatMap((one) =>
		["aria-label", "aria-description", "data-auto", "data-done"].map(
			(name) => one.getAttribute(name) ?? "",
		),
	);
	return [document.body.textContent, ...told].join("\n");
}

/** Words in Latin letters that are left in a Japanese text after these names and words have been taken out. */
export function latinWords(
	text: string,
	{
		names,
		words,
	}: { readonly names: readonly string[]; readonly words: readonly string[] },
): string[] {
	const shown = names.filter((name) => /[a-z]/i.test(name));
	// What is too long for its place ends in an ellipsis.
	let left = text.replaceAll(/[A-Za-z]+…/g, " ");
	for (const name of shown.toSorted((a, b) => b.length - a.length)) {
		const plain = name.replaceAll(/[^\w\s]/g, "\\$&");
		const whole = new RegExp(`(?<![A-Za-z])${plain}(?![A-Za-z])`, "g");
		left = left.replaceAll(whole, " ");
	}
	const found = left.match(/[A-Za-z]+/g) ?? [];
	return [...new Set(found)].filter(
		(word) => !always.includes(word) && !words.includes(word),
	);
}
