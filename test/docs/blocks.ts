import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");

/** A fenced block of a page. */
export interface Block {
	/** `docs/data.md:25`: the line of the opening fence. */
	readonly place: string;
	/** The words after the fence: a language, and what kind of text it is. */
	readonly info: readonly string[];
	readonly text: string;
}

/** Pages whose blocks are not checked: those of the past, and those that a command writes. */
const written = ["CHANGELOG.md", "examples/smollm2/report.md"];

/** Pages that a person writes, relative to the repository. */
export function pages(): string[] {
	const folders = [".", "docs", "bench", "peers", "scripts", "studies"];
	return [...folders, "examples/smollm2", "models/make"].flatMap((folder) =>
		readdirSync(join(root, folder))
			.filter((name) => name.endsWith(".md"))
			.map((name) => join(folder, name).replaceAll("\\", "/"))
			.filter((page) => !written.includes(page)),
	);
}

/** The blocks of a page. */
export function blocksOf(page: string): Block[] {
	const text = readFileSync(join(root, page), "utf8");
	const fences = /^( *)```(.*)\n([\s\S]*?)^ *```$/gm;
	return [...text.matchAll(fences)].map(
		([, indent = "", info = "", body = ""], at) => ({
			place: `${page}:${lineOf(text, fences, at)}`,
			info: info.trim().split(/\s+/),
			text: body.replace(new RegExp(`^${indent}`, "gm"), ""),
		}),
	);
}

function lineOf(text: string, fences: RegExp, at: number): number {
	const start = [...text.matchAll(fences)][at]!.index;
	return text.slice(0, start).split("\n").length;
}

/** Targets of the relative links and pictures of a page, as it writes them. */
export function linksOf(page: string): string[] {
	const text = readFileSync(join(root, page), "utf8").replace(
		/^ *```[\s\S]*?^ *```$/gm,
		"",
	);
	const targets = [
		...text.matchAll(/\]\(([^)\s]+)\)/g),
		...text.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g),
	].map(([, target = ""]) => target);
	return targets.filter((target) => !/^[a-z]+:/.test(target));
}
