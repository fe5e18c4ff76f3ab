import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publicApi, snapshotPath } from "../../scripts/package/public-api.ts";
import { builtCli } from "../fixtures/built-cli.ts";

const root = join(import.meta.dirname, "..", "..");
const { exports, scripts } = JSON.parse(
	readFileSync(join(root, "package.json"), "utf8"),
) as {
	exports: Record<string, string | Record<string, string>>;
	scripts: Record<string, string>;
};

test("the public API is the committed one", () => {
	builtCli();
	expect(
		publicApi(),
		"The public API differs from docs/api.txt. If the change is intended, run `npm run api` and commit the file.",
	).toBe(readFileSync(snapshotPath, "utf8"));
}, 120_000);

test("each subpath names its source, and the snapshot has a section for it", () => {
	const snapshot = readFileSync(snapshotPath, "utf8");
	const subpaths = Object.entries(exports).flatMap(([key, entry]) =>
		typeof entry === "string" ? [] : [{ key, entry }],
	);
	expect(subpaths.length).toBeGreaterThan(10);
	for (const { key, entry } of subpaths) {
		const { source = "" } = entry;
		const built = source.replace("./src/", "./dist/").replace(/\.ts$/, "");
		expect(entry).toEqual({
			...{ source, types: `${built}.d.ts`, default: `${built}.js` },
		});
		expect(Object.keys(entry)).toEqual(["source", "types", "default"]);
		expect(readFileSync(join(root, source), "utf8")).toContain("@module");
		expect(snapshot).toContain(`\n=== temper-lm${key.slice(1)} ===\n`);
	}
});

test("each npm script starts a file that exists", () => {
	const started = Object.entries(scripts).flatMap(([name, command]) =>
		[...command.matchAll(/\b(?:node|tsx)(?: --\S+)* (\S+)/g)].map(
			([, file = ""]) => ({ name, file }),
		),
	);
	expect(new Set(started.map(({ name }) => name))).toEqual(
		new Set(Object.keys(scripts).filter((name) => name !== "format")),
	);
	for (const { name, file } of started)
		expect(() => readFileSync(join(root, file)), name).not.toThrow();
});
