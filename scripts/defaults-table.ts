import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
	type NamedSetting,
	settingsOf,
} from "../src/recipes/defaults/objective-defaults.ts";
import { objectiveKinds } from "../src/recipes/schemas/objective-options.ts";

/** The page that has the table, between two marks. */
export const page = new URL("../docs/objectives.md", import.meta.url);

const [begin, end] = ["<!-- defaults: begin -->", "<!-- defaults: end -->"];

function cell(value: unknown): string {
	if (value === undefined) return "";
	const text =
		typeof value === "number" && value > 0 && value < 1e-3
			? value.toExponential()
			: String(value);
	return typeof value === "string" && text.includes(" ") ? text : `\`${text}\``;
}

/** Settings about which a paper, TRL or a reason says something; the others are in docs/recipes.md. */
const isContested = ({ paper, trl, why }: NamedSetting) =>
	paper !== undefined || trl !== undefined || why !== undefined;

/** Settings of all objectives as a Markdown table; objectives with the same row share it. */
export function defaultsTable(): string {
	const rows = new Map<string, { key: string; kinds: string[] }>();
	for (const kind of objectiveKinds())
		for (const one of settingsOf(kind).filter(isContested)) {
			const { key, ours, paper, trl, why = "" } = one;
			const cells = [ours, paper, trl].map(cell).join(" | ");
			const text = `${cells} | ${why} |`;
			const row = rows.get(`${key} ${text}`) ?? { key, kinds: [] };
			row.kinds.push(`\`${kind}\``);
			rows.set(`${key} ${text}`, row);
		}
	const keys = [...new Set([...rows.values()].map(({ key }) => key))];
	const sorted = [...rows].sort(
		([, a], [, b]) => keys.indexOf(a.key) - keys.indexOf(b.key),
	);
	return [
		"| setting | objectives | Temper | paper | TRL | why |",
		"| --- | --- | --- | --- | --- | --- |",
		...sorted.map(
			([id, { key, kinds }]) =>
				`| ${key.replace(/^[\w.]+/, "`$&`")} | ${kinds.join(", ")} | ${id.slice(key.length + 1)}`,
		),
	].join("\n");
}

/** The page with the table as it is now. Throws if the marks are missing. */
export function withTable(text: string): string {
	const [from, to] = [text.indexOf(begin), text.indexOf(end)];
	if (from < 0 || to < from)
		throw new Error(`docs/objectives.md has no ${begin} and ${end}`);
	return `${text.slice(0, from)}${begin}\n\n${defaultsTable()}\n\n${text.slice(to)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
	writeFileSync(page, withTable(readFileSync(page, "utf8")));
