// Relative links and pictures of Markdown pages that lead nowhere, in a folder such as an unpacked package.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const fenced = /^ *```[\s\S]*?^ *```$/gm;
const links = /\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g;

function targetsOf(page) {
	const text = readFileSync(page, "utf8").replace(fenced, "");
	return [...text.matchAll(links)]
		.map(([, link, source]) => (link ?? source).split("#")[0])
		.filter((target) => target !== "" && !/^[a-z]+:/.test(target));
}

/** How many relative links the pages of a folder have, and which of them lead to no file, as `page -> target`. */
export function checkLinks(folder) {
	const pages = readdirSync(folder, { recursive: true })
		.map((name) => name.replaceAll("\\", "/"))
		.filter((name) => name.endsWith(".md") && !name.includes("node_modules/"));
	const all = pages.flatMap((page) =>
		targetsOf(join(folder, page)).map((target) => ({ page, target })),
	);
	const broken = all
		.filter(
			({ page, target }) => !existsSync(join(folder, dirname(page), target)),
		)
		.map(({ page, target }) => `${page} -> ${target}`);
	return { count: all.length, broken };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
	console.log(JSON.stringify(checkLinks(process.argv[2])));
