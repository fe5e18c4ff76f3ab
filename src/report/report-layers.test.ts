import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Modules that the files of a folder import, tests left out, as paths below src. */
function importsOf(folder: string): string[] {
	const root = new URL(`${folder}/`, import.meta.url);
	const files = readdirSync(root, { recursive: true, encoding: "utf8" });
	return files
		.filter((file) => /(?<!\.test)\.ts$/.test(file))
		.flatMap((file) => {
			const place = new URL(file, root);
			const found = readFileSync(place, "utf8").matchAll(/from "(\.[^"]+)"/g);
			return [...found].map(([, target]) => new URL(target!, place).pathname);
		})
		.map((path) => path.replace(/^.*\/src\//, ""));
}

test.each([
	["page", /^(report\/page\/|stats\/|runs\/machine)/],
	["charts", /^(report\/(page|charts)|stats)\//],
])("%s knows nothing of pilots", (folder, allowed) => {
	const imports = importsOf(folder);
	expect(imports.length).toBeGreaterThan(10);
	expect(imports.filter((path) => !allowed.test(path))).toEqual([]);
});
