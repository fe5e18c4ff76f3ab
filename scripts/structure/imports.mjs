// What a source file refers to by a relative path: imports of values and types, dynamic imports and URLs.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const specifier = /["'`](\.\.?\/[^"'`\s]*)["'`]/;
const kinds = [
	["import", new RegExp(`\\bfrom\\s*${specifier.source}`, "g")],
	["import", new RegExp(`\\bimport\\s*${specifier.source}`, "g")],
	["dynamic import", new RegExp(`\\bimport\\(\\s*${specifier.source}`, "g")],
	["URL", new RegExp(`\\bnew URL\\(\\s*${specifier.source}`, "g")],
];

/** Every source file below a folder, as paths from the root. */
export function sourcesIn(root, folder) {
	const path = join(root, folder);
	if (!existsSync(path)) return [];
	return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
		const name = join(folder, entry.name);
		if (entry.isDirectory()) return sourcesIn(root, name);
		return /\.(ts|mjs|py)$/.test(entry.name) ? [name] : [];
	});
}

/** The references of a file: `{ kind, target }` with the target as a path from the root; a `${…}` ends what is known of it. */
export function referencesOf(root, file) {
	const text = readFileSync(join(root, file), "utf8");
	return kinds.flatMap(([kind, pattern]) =>
		[...text.matchAll(pattern)].map(([, found]) => {
			const known = found.split("${")[0];
			const target = relative(root, resolve(root, dirname(file), known));
			return { kind, target };
		}),
	);
}

/** Whether a path from the root is a file. */
export function isFile(root, path) {
	const full = join(root, path);
	return existsSync(full) && statSync(full).isFile();
}
