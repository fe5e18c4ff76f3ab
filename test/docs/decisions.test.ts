import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { root } from "./blocks.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-decisions-"));
afterAll(() => rmSync(folder, { recursive: true }));

const script = pathToFileURL(join(root, "scripts", "decisions.mjs")).href;

/** What the structure check says of a folder with these decisions and this index. */
function problemsOf(
	files: Readonly<Record<string, string>>,
	index: string,
): string[] {
	rmSync(folder, { recursive: true });
	mkdirSync(join(folder, "engine"), { recursive: true });
	writeFileSync(join(folder, "README.md"), index);
	for (const [name, text] of Object.entries(files))
		writeFileSync(join(folder, "engine", name), text);
	const program = `import { decisionProblems } from "${script}";
console.log(JSON.stringify(decisionProblems(${JSON.stringify(folder)})));`;
	const { stdout, stderr } = spawnSync(
		process.execPath,
		["--input-type=module", "--eval", program],
		{ encoding: "utf8" },
	);
	expect(stderr).toBe("");
	return JSON.parse(stdout) as string[];
}

const page = (number: string, status = "accepted") =>
	`# ${number}: A title\n\nStatus: ${status}\n\nText.\n`;
const row = (number: string, status = "accepted", summary = "Why.") =>
	`| [${number}](engine/${number}-a.md) | A title | ${status} | ${summary} |\n`;

test("decisions with a number, a status and a row in the index are in order", () => {
	const files = {
		"0001-a.md": page("0001", "superseded by 0002"),
		"0002-a.md": page("0002"),
	};
	const index = row("0001", "superseded by 0002") + row("0002");
	expect(problemsOf(files, index)).toEqual([]);
});

test.each([
	[
		"a number twice",
		{ "0001-a.md": page("0001"), "0001-b.md": page("0001") },
		row("0001"),
		"belongs to engine/0001-a.md",
	],
	["no row", { "0001-a.md": page("0001") }, "", "not in the index"],
	[
		"another status in the index",
		{ "0001-a.md": page("0001") },
		row("0001", "superseded by 0001"),
		"differ from the index",
	],
	[
		"no summary",
		{ "0001-a.md": page("0001") },
		row("0001", "accepted", ""),
		"no summary",
	],
	[
		"no status",
		{ "0001-a.md": "# 0001: A title\n\nText.\n" },
		row("0001"),
		"the third line",
	],
	[
		"another number in the title",
		{ "0001-a.md": page("0003") },
		row("0001"),
		"the first line",
	],
	["a row without a decision", {}, row("0001"), "does not exist"],
	[
		"superseded by nothing",
		{ "0001-a.md": page("0001", "superseded by 0009") },
		row("0001", "superseded by 0009"),
		"there is no decision 0009",
	],
])("%s is a problem", (_, files, index, problem) => {
	expect(problemsOf(files, index).join("\n")).toContain(problem);
});
