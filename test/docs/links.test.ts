import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

const folders = "docs examples bench peers studies scripts models/make";

/** Pages of the root and of these folders, as paths from the root. */
const pages = [
	...readdirSync(root),
	...folders
		.split(" ")
		.filter((folder) => existsSync(join(root, folder)))
		.flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true }).map((name) =>
				join(folder, name as string),
			),
		),
].filter((page) => page.endsWith(".md"));

/** A page without its code blocks, in which brackets are no links and `#` is no heading. */
function prose(page: string): string {
	const text = readFileSync(join(root, page), "utf8");
	return text.replace(/^```.*?^```/gms, "");
}

/** Anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): Set<string> {
	const headings = prose(page).matchAll(/^#+ (.*)$/gm);
	return new Set(
		[...headings].map(([, heading = ""]) =>
			heading
				.toLowerCase()
				.replace(/[^\p{L}\p{N}_\- ]/gu, "")
				.replaceAll(" ", "-"),
		),
	);
}

/** Why a link of a page leads nowhere, or null. */
function problemOf(page: string, link: string): string | null {
	const [path = "", anchor] = link.split("#");
	const target = path === "" ? page : normalize(join(dirname(page), path));
	if (relative(root, join(root, target)).startsWith(".."))
		return `${page}: ${link} leaves the repository`;
	if (!existsSync(join(root, target))) return `${page}: ${link} names no file`;
	if (anchor !== undefined && !anchorsOf(target).has(anchor))
		return `${page}: ${link} names no heading`;
	return null;
}

test.each(pages)("links of %s lead to files and headings", (page) => {
	const links = [
		...prose(page).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g),
	].map(([, inline, tag]) => inline ?? tag ?? "");
	const local = links.filter((link) => !/^(https?|mailto|data):/.test(link));
	expect(local.flatMap((link) => problemOf(page, link) ?? [])).toEqual([]);
});

test.each(pages)("%s has no marks of a merge", (page) => {
	const text = readFileSync(join(root, page), "utf8");
	expect(text).not.toMatch(/^(<{7}|>{7}|={7}$)/m);
});

test("the glossary has each term once, in alphabetical order", () => {
	const rows = prose("docs/glossary.md").matchAll(/^\| (.+?) \| .+ \|$/gm);
	const terms = [...rows].map(([, term = ""]) => term).slice(2);
	const keys = terms.map((term) =>
		term
			.replace("Δ (delta)", "delta")
			.replace(/ \(.*\)$/, "")
			.replace(/[^A-Za-z, -]/g, "")
			.toLowerCase(),
	);
	expect(terms.length).toBeGreaterThan(80);
	expect(new Set(terms).size).toBe(terms.length);
	expect(keys).toEqual(keys.toSorted((a, b) => a.localeCompare(b, "en")));
});

test("words in italics in the glossary are terms of it", () => {
	const page = prose("docs/glossary.md");
	const rows = [...page.matchAll(/^\| (.+?) \| (.+) \|$/gm)];
	const terms = rows.flatMap(([, term = ""]) =>
		term.split(", ").map((one) => one.replace(/ \(.*\)$/, "")),
	);
	const used = rows.flatMap(([, , meaning = ""]) =>
		[...meaning.matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g)].map(
			([, word = ""]) => word,
		),
	);
	const unknown = used.filter(
		(word) => !terms.includes(word) && !terms.includes(word.replace(/s$/, "")),
	);
	expect(used.length).toBeGreaterThan(10);
	expect(unknown).toEqual([]);
});
