import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const layers = {
	rooms: { core: [], graph: ["core"], cli: ["core", "graph"] },
	entries: ["src/graph/worker.ts"],
};

/** What the check says of a tree of these files. */
function check(
	files: Readonly<Record<string, string>>,
	table: object = layers,
) {
	const root = mkdtempSync(join(tmpdir(), "temper-structure-"));
	const all = {
		"scripts/layers.json": JSON.stringify(table),
		"docs/decisions/README.md": "",
		...files,
	};
	for (const [name, text] of Object.entries(all)) {
		mkdirSync(dirname(join(root, name)), { recursive: true });
		writeFileSync(join(root, name), text);
	}
	const { status, stderr } = spawnSync(
		"node",
		["scripts/check-structure.mjs", root],
		{ encoding: "utf8" },
	);
	return { status, problems: stderr.split("\n").filter((line) => line !== "") };
}

const core = "export const one = 1;\n";

test("imports that the table allows are no problem", () => {
	const files = {
		"src/core/one.ts": core,
		"src/graph/two.ts": 'import { one } from "../core/one.ts";\n',
		"src/cli/main.ts": 'await import("../graph/two.ts");\nprocess.exit(0);\n',
	};
	expect(check(files)).toEqual({ status: 0, problems: [] });
});

test.each([
	["import", 'import { one } from "../cli/one.ts";'],
	["import", 'export type { One } from "../cli/one.ts";'],
	["import", 'import "../cli/one.ts";'],
	["dynamic import", 'const one = await import("../cli/one.ts");'],
	["URL", 'const one = new URL("../cli/one.ts", import.meta.url);'],
	// biome-ignore lint/suspicious/noTemplateCurlyInString: a line of code to be read.
	["URL", "const one = new URL(`../cli/${name}.ts`, import.meta.url);"],
])("%s of a room above is refused: %s", (kind, line) => {
	const { status, problems } = check({
		"src/cli/one.ts": core,
		"src/graph/two.ts": `${line}\n`,
	});
	expect(status).toBe(1);
	expect(problems).toHaveLength(1);
	expect(problems[0]).toMatch(`src/graph/two.ts: ${kind} of src/cli`);
});

test("an import that the table does not name is refused, also of a room before", () => {
	const { problems } = check(
		{
			"src/core/one.ts": core,
			"src/graph/two.ts": 'import { one } from "../core/one.ts";\n',
			"src/graph/two.test.ts": 'import { one } from "../core/one.ts";\n',
		},
		{ rooms: { core: [], graph: [] }, entries: [] },
	);
	expect(problems).toEqual([
		"src/graph/two.ts: import of src/core/one.ts, but layers.json does not let graph import core",
	]);
});

test("a table whose arrows run back, and a room that it lacks, are refused", () => {
	const rooms = { core: ["graph"], graph: [] };
	const { problems } = check(
		{ "src/lab/one.ts": core },
		{ rooms, entries: [] },
	);
	expect(problems).toEqual([
		"layers.json: core may import graph, which does not come before it",
		"src/lab/one.ts: folder lab is not in layers.json",
	]);
});

test("a circle of imports is named, types included", () => {
	const { problems } = check({
		"src/core/a.ts": 'import type { B } from "./b.ts";\n',
		"src/core/b.ts": 'import { c } from "./c.ts";\n',
		"src/core/c.ts": 'import { a } from "./a.ts";\n',
		"src/core/d.ts": 'import { a } from "./a.ts";\n',
	});
	expect(problems).toEqual([
		"imports run in a circle: src/core/a.ts, src/core/b.ts, src/core/c.ts",
	]);
});

test("files and folders stay small, and only the command and entries exit", () => {
	const many = Object.fromEntries(
		Array.from({ length: 26 }, (_, i) => [`src/core/${i}.ts`, core]),
	);
	const { problems } = check({
		...many,
		"src/graph/long.ts": "\n".repeat(401),
		"src/graph/exit.ts": "process.exit(1);\n",
		"src/graph/worker.ts": "process.exit(1);\n",
	});
	expect(problems).toEqual([
		"src/graph/long.ts: 401 lines, at most 400",
		"src/core: 26 files, at most 25",
		"src/graph/exit.ts: process.exit belongs to cli/ and to entries",
	]);
});

test("the step server in Python stays small, as a whole and by file", () => {
	const lines = (count: number) => "x = 1\n".repeat(count);
	const python = (...counts: number[]) =>
		Object.fromEntries(
			counts.map((count, i) => [`python/temper_torch/f${i}.py`, lines(count)]),
		);
	expect(check(python(400, 400)).problems).toEqual([]);
	expect(check(python(401)).problems).toEqual([
		"python/temper_torch/f0.py: 401 lines, at most 400",
	]);
	expect(check(python(400, 400, 386)).problems).toEqual([
		"python/temper_torch: 1186 lines, at most 1185",
	]);
});
