import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { rowFormatOf } from "../../src/text/columns/row-format.ts";
import { type Block, blocksOf, linksOf, pages, root } from "./blocks.ts";
import { parseArguments } from "./command-line.ts";
import { commandLines, wordsOf } from "./shell.ts";
import { runTyped, typedProject, typeErrors } from "./typed-project.ts";
import { readYamlBlock } from "./yaml-block.ts";

const blocks = pages().flatMap(blocksOf);
const { scripts } = JSON.parse(
	readFileSync(join(root, "package.json"), "utf8"),
) as { scripts: Record<string, string> };

/** What a block may be, and how many of it the docs have at least: nothing passes because it was not found. */
const kinds = {
	sh: 35,
	text: 8,
	ts: 3,
	"ts run": 2,
	json: 1,
	"json rows": 5,
	"yaml recipe": 5,
	"yaml recipe fragment": 3,
	"yaml pilot": 2,
	"yaml pilot fragment": 2,
	"yaml task": 3,
	"yaml launcher": 5,
	"yaml rewards": 2,
	"python fragment": 1,
};
const ofKind = (...names: (keyof typeof kinds)[]): Block[] =>
	blocks.filter(({ info }) => names.some((name) => name === info.join(" ")));

test("every block says what it is", () => {
	const unknown = blocks.filter(({ info }) => !(info.join(" ") in kinds));
	expect(
		unknown.map(({ place, info }) => `${place} ${info.join(" ")}`),
		`The info string after \`\`\` must be one of: ${Object.keys(kinds).join(", ")}`,
	).toEqual([]);
	const short = Object.entries(kinds).filter(
		([kind, least]) => ofKind(kind as keyof typeof kinds).length < least,
	);
	expect(short).toEqual([]);
});

/** Tools of others, which the docs name and do not explain. */
const foreign = [
	/^npx promptfoo /,
	/^(ONNXRUNTIME_\S+ )?(npm install|node node_modules\/)/,
];
/** Paths that a clone or the package has. */
const shipped = /^(models\/(toy|lab|make)|examples|presets|probes)(\/|$)/;

async function checkCommand(line: string): Promise<"temper" | "npm" | "other"> {
	const words = wordsOf(line);
	for (const word of words)
		if (shipped.test(word) && !existsSync(join(root, word)))
			throw new Error(`${word} does not exist`);
	if (line.startsWith("npx temper-lm")) {
		await parseArguments(words.slice(2));
		return "temper";
	}
	const script = /^npm (?:run )?([\w:-]+)( -- .*)?$/.exec(line)?.[1];
	if (script !== undefined && script in scripts) return "npm";
	const file = /^npx tsx --conditions=source (\S+)/.exec(line)?.[1];
	if (file !== undefined && existsSync(join(root, file))) return "npm";
	if (foreign.some((pattern) => pattern.test(line))) return "other";
	throw new Error("expected npx temper-lm, or a script of package.json");
}

test("every command line parses", async () => {
	const counts = { temper: 0, npm: 0, other: 0 };
	const problems: string[] = [];
	for (const { place, text } of ofKind("sh"))
		for (const line of commandLines(text)) {
			try {
				counts[await checkCommand(line)]++;
			} catch (error) {
				problems.push(`${place}: ${line}: ${(error as Error).message}`);
			}
		}
	expect(problems).toEqual([]);
	expect(counts.temper).toBeGreaterThan(40);
	expect(counts.npm).toBeGreaterThan(20);
});

test("a wrong command line, setting, file and recipe are found", async () => {
	for (const line of [
		"npx temper-lm train --presset sft",
		"npx temper-lm train --preset nothing --model m --data rows.jsonl",
		"npx temper-lm train --preset sft --set lenght.count=3",
		"npx temper-lm train examples/none.yaml",
		"npx temper-lm tune",
		"npm run bench:nothing",
	])
		await expect(checkCommand(line), line).rejects.toThrow();
	const fragment = ["yaml", "recipe", "fragment"];
	expect(() => readYamlBlock("objective: sftt\n", fragment)).toThrow("sftt");
});

test.each(
	ofKind(
		"yaml recipe",
		"yaml recipe fragment",
		"yaml pilot",
		"yaml pilot fragment",
		"yaml task",
		"yaml launcher",
		"yaml rewards",
	),
)("$place is read by the product", ({ text, info }) => {
	expect(() => readYamlBlock(text, info)).not.toThrow();
});

test.each(ofKind("json", "json rows"))("$place is JSON", ({ text, info }) => {
	if (info[1] !== "rows") {
		expect(() => JSON.parse(text)).not.toThrow();
		return;
	}
	for (const [at, line] of text.trim().split("\n").entries()) {
		const value = JSON.parse(line) as Record<string, unknown>;
		expect(() =>
			rowFormatOf({ file: "rows.jsonl", line: at + 1, value }),
		).not.toThrow();
	}
});

const project = typedProject();
afterAll(() => rmSync(project, { recursive: true }));

test("TypeScript type-checks, and runs if it is marked so", () => {
	const files = new Map(
		ofKind("ts", "ts run").map((block) => [
			`${block.place.replace(/[^a-z0-9]+/gi, "-")}.ts`,
			block,
		]),
	);
	for (const [file, { text }] of files)
		writeFileSync(join(project, file), `${text}\nexport {};\n`);
	expect(typeErrors(project)).toBe("");
	for (const [file, { info, place }] of files) {
		if (info[1] !== "run") continue;
		expect({ place, ...runTyped(project, file) }).toMatchObject({ status: 0 });
	}
});

test("every relative link leads to a file", () => {
	const all = pages().flatMap((page) =>
		linksOf(page).map((target) => ({ page, target })),
	);
	const broken = all.filter(({ page, target }) => {
		const path = target.split("#")[0]!;
		return path !== "" && !existsSync(join(root, dirname(page), path));
	});
	expect(broken).toEqual([]);
	expect(all.length).toBeGreaterThan(60);
});
