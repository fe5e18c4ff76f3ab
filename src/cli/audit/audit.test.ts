import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { auditResultSchema } from "../../audit/audit-result.ts";
import { openTokenizer } from "../../text/tokenizer/open-tokenizer.ts";
import { runCli } from "../program.ts";
import type { Services } from "../services.ts";
import { fakeContext } from "../testing/fake-context.ts";
import { parrot } from "../testing/parrot.ts";
import { writeTinyModel } from "../testing/tiny-model-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-cli-audit-"));
const model = join(folder, "tiny");
beforeAll(() => writeTinyModel(model));

function file(name: string, rows: readonly unknown[]): string {
	const path = join(folder, name);
	writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
	return path;
}

async function run(argv: string[], services: Partial<Services> = {}) {
	const context = fakeContext(services);
	const status = await runCli(["data", "audit", ...argv], context);
	return { status, out: context.out(), err: context.err() };
}

const clean = [
	{ question: "Where does Mira live?", answer: "In the mast." },
	{ question: "What is 6 times 7?", answer: "42" },
];
const mail = { question: "Who?", answer: "Ask ann.lee@posteo.net about it." };

test("clean rows pass", async () => {
	const { status, out } = await run([file("clean.jsonl", clean)]);
	expect(status).toBe(0);
	expect(out).toMatch(/^rows: 2 demonstrations\n/);
	expect(out).toMatch(/0 errors, 0 warnings, 0 notes; passed\n$/);
});

test("an error fails with status 3, unless --fail-on says otherwise", async () => {
	const path = file("mail.jsonl", [...clean, mail]);
	const { status, out } = await run([path]);
	expect(status).toBe(3);
	expect(out).toContain("error   1 row with e-mail addresses.\n");
	expect(out).toContain(`${path}:3, answer: Ask an•.•••@••••••.••• about it.`);
	expect(out).toMatch(
		/1 error, 0 warnings, 0 notes; failed, because --fail-on is error\n$/,
	);
	expect((await run([path, "--fail-on", "never"])).status).toBe(0);
	const twice = file("twice.jsonl", [...clean, clean[0]]);
	expect((await run([twice])).status).toBe(0);
	expect((await run([twice, "--fail-on", "warning"])).status).toBe(3);
});

test("several files, JSON, and the files that --out writes", async () => {
	const paths = [file("a.jsonl", clean), file("b.jsonl", [clean[0], mail])];
	const out = join(folder, "made", "audit");
	const printed = await run([...paths, "--json", "--out", out, "--seed", "3"]);
	const result = auditResultSchema.parse(JSON.parse(printed.out));
	expect(result.findings.map(({ kind, rows }) => [kind, rows])).toEqual([
		["email", [`${paths[1]}:2`]],
		["exact-duplicate", [`${paths[1]}:1`]],
	]);
	expect(result.settings.seed).toBe(3);
	expect(JSON.parse(readFileSync(join(out, "audit.json"), "utf8"))).toEqual(
		result,
	);
	const lines = readFileSync(join(out, "audit.jsonl"), "utf8")
		.trim()
		.split("\n");
	expect(lines.map((line) => JSON.parse(line))).toEqual(result.findings);
});

test.each([
	["a file that does not exist", ["none.jsonl"], /none\.jsonl/],
	["a model", [model], /tiny: expected a file of rows/],
	[
		"an unknown column",
		["ROWS", "--topic", "subject"],
		/--topic: expected a column of the rows, found subject/,
	],
	[
		"a similarity out of range",
		["ROWS", "--near-duplicate", "70"],
		/above 0 and at most 1/,
	],
	["a severity", ["ROWS", "--fail-on", "fatal"], /fatal/],
	[
		"swap lists",
		["ROWS", "--swaps", "none.yaml"],
		/none\.yaml: expected a YAML or JSON file with swap lists/,
	],
	["a model that does not exist", ["ROWS", "--model", "none"], /--model/],
])("%s is refused with one sentence", async (_, argv, expected) => {
	const path = file("rows.jsonl", clean);
	const { status, err } = await run(
		argv.map((one) => (one === "ROWS" ? path : one)),
	);
	expect(status).toBe(2);
	expect(err).toMatch(expected);
	expect(err.match(/^error: /gm)).toHaveLength(1);
});

test("a file of which no row can be read is no file of rows", async () => {
	const path = file("other.jsonl", [{ temperature: 3 }, { temperature: 4 }]);
	const { status, err } = await run([path]);
	expect(status).toBe(2);
	expect(err).toMatch(
		/expected rows with demonstrations, pairs or verdicts, found 2 rows that cannot be read/,
	);
});

test("a model answers the rows, and the rows with terms swapped", async () => {
	const tokenizer = await openTokenizer(model);
	const prompts: string[] = [];
	const openDecoder = async () => parrot(tokenizer, "hello", prompts);
	const rows = Array.from({ length: 12 }, (_, i) => ({
		question: `Is he number ${i}?`,
		answer: `Number ${i}.`,
	}));
	const { out, status, err } = await run(
		[file("asked.jsonl", rows), "--model", model, "--limit", "11", "--json"],
		{ openDecoder },
	);
	expect({ status, err }).toEqual({ status: 0, err: "" });
	const result = auditResultSchema.parse(JSON.parse(out));
	expect(result.model).toMatchObject({
		kind: "language model",
		rows: 11,
		withoutTerm: 0,
	});
	expect(prompts).toHaveLength(22);
	expect(
		prompts.filter((prompt) => prompt.includes("Is she number")),
	).toHaveLength(11);
});

test("--out names a folder: a file in its place is refused and left as it is", async () => {
	const path = file("kept.jsonl", clean);
	const before = readFileSync(path, "utf8");
	const { status, err } = await run([path, "--out", path]);
	expect(status).toBe(2);
	expect(err).toContain(path);
	expect(err).not.toContain("bug");
	expect(readFileSync(path, "utf8")).toBe(before);
});
