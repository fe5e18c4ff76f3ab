import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { auditResultSchema } from "./audit-result.ts";
import { auditRows } from "./audit-rows.ts";
import { type AuditSettings, auditDefaults } from "./audit-settings.ts";
import { readAudited } from "./rows/read-audited.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-audit-"));

async function audit(
	rows: readonly unknown[],
	settings: Partial<AuditSettings> = {},
) {
	const path = join(folder, "rows.jsonl");
	const lines = rows.map((row) =>
		typeof row === "string" ? row : JSON.stringify(row),
	);
	writeFileSync(path, `${lines.join("\n")}\n`);
	const result = await auditRows(await readAudited([path]), {
		...{
			settings: { ...auditDefaults, ...settings },
			temper: "0",
			measure: null,
		},
	});
	// What is written is what the report reads.
	auditResultSchema.parse(JSON.parse(JSON.stringify(result)));
	const lineOf = (row: string) => Number(row.slice(path.length + 1));
	const found = (kind: string) =>
		result.findings
			.filter((one) => one.kind === kind)
			.flatMap((one) => one.rows.map(lineOf));
	return { result, found };
}

const row = (question: string, answer: string, rest = {}) => ({
	...{ question, answer },
	...rest,
});
const pair = (
	question: string,
	chosen: string,
	rejected: string,
	rest = {},
) => ({
	...{ question, chosen, rejected },
	...rest,
});

test("clean rows have no findings", async () => {
	const { result } = await audit([
		row("Where does Mira live?", "In the mast of the ship."),
		row("What is 6 times 7?", "6*7 = <<6*7=42>>42"),
	]);
	expect(result.findings).toEqual([]);
	expect(result).toMatchObject({ worst: null, failed: false });
	expect(result.rows).toEqual({
		demonstrations: 2,
		pairs: 0,
		verdicts: 0,
		prompts: 0,
	});
});

test("rows that cannot be read are findings with their lines", async () => {
	const { found, result } = await audit([
		row("a", "b"),
		'{"question": "a", "answer": "cut off',
		{ strange: 1 },
		pair("q", "a", "b"),
		{ question: "q", chosen: "a" },
	]);
	expect(found("unreadable-row")).toEqual([2, 3, 5]);
	expect(result.files[0]).toMatchObject({
		rows: 5,
		unreadable: 3,
		stopped: false,
	});
	expect(result.failed).toBe(true);
});

test("repeated rows: each kind once, and the earlier row is not flagged", async () => {
	const story =
		"The keeper climbed the stairs each evening and lit the lamp of the lighthouse.";
	const { found, result } = await audit([
		row("Tell a story about a lighthouse.", story),
		row("tell a story about a LIGHTHOUSE", `${story}\n`),
		row("Tell a story about a lighthouse.", story.replace("evening", "night")),
		row(
			"Tell a story about a lighthouse.",
			"It fell into the sea, and nobody missed it.",
		),
		row("Is it far?", "No."),
	]);
	expect(found("exact-duplicate")).toEqual([2]);
	expect(found("near-duplicate")).toEqual([3]);
	expect(found("same-prompt")).toEqual([3, 4]);
	const [near] = result.findings.filter(
		({ kind }) => kind === "near-duplicate",
	);
	expect(near?.evidence[0]?.other).toMatch(/:1$/);
	expect(near?.evidence[0]?.score).toBeGreaterThan(0.7);
});

test("the same answer with opposite verdicts is an error, and no duplicate", async () => {
	const { found } = await audit([
		{ prompt: "q", completion: "a long enough answer", label: true },
		{ prompt: "q", completion: "a long enough answer", label: false },
		{ prompt: "q", completion: "a long enough answer", label: true },
	]);
	expect(found("opposite-verdicts")).toEqual([2]);
	expect(found("exact-duplicate")).toEqual([3]);
});

test("personal data is found in every part and never shown", async () => {
	const values = ["ann.lee@posteo.net", "415-867-5309", "5500 0055 5555 5559"];
	const { found, result } = await audit([
		row(`My address is ${values[0]}.`, "Thank you."),
		pair("q", "yes", `Call ${values[1]} now`),
		row("The card?", `It is ${values[2]}.`),
		row("Which number has the example?", "Write to me@example.com."),
		{
			messages: [
				{ role: "user", content: "broken" },
				{ role: "assistant", content: 3 },
			],
			by: values[0],
		},
	]);
	expect(found("email")).toEqual([1, 4]);
	expect(found("phone")).toEqual([2]);
	expect(found("card-number")).toEqual([3]);
	const severities = result.findings
		.filter(({ kind }) => kind === "email")
		.map(({ severity }) => severity);
	expect(severities).toEqual(["error", "note"]);
	const text = JSON.stringify(result.findings);
	for (const value of values) expect(text).not.toContain(value);
});

test("empty answers, equal answers, and refusals among the answers that are trained towards", async () => {
	const { found } = await audit([
		row("a", " \n"),
		pair("b", "Yes, it is.", "yes it is"),
		pair(
			"c",
			"I'm sorry, but I can't help with that.",
			"Sure: press both keys.",
		),
		pair(
			"d",
			"Sure: press both keys.",
			"I'm sorry, but I can't help with that.",
		),
		{ prompt: "e", completion: "I cannot answer this question.", label: false },
		row("f", "Policies say when a shop can refuse a customer."),
	]);
	expect(found("empty-answer")).toEqual([1]);
	expect(found("equal-answers")).toEqual([2]);
	expect(found("refusal")).toEqual([3]);
});

describe("bias of pairs", () => {
	const pairs = (longer: number, rest: (i: number) => object = () => ({})) =>
		Array.from({ length: 40 }, (_, i) => {
			const [long, short] = [`It has ${i} legs and a tail`, `It has ${i}`];
			return i < longer
				? pair(`Question ${i}?`, long, short, rest(i))
				: pair(`Question ${i}?`, short, long, rest(i));
		});

	test("a chosen answer that is nearly always longer", async () => {
		const { found, result } = await audit(pairs(34));
		expect(found("length-bias")).toHaveLength(34);
		expect(result.findings[0]?.message).toMatch(
			/longer one in 85% .* of 40 pairs/,
		);
	});

	test("half of them", async () => {
		expect((await audit(pairs(20))).found("length-bias")).toEqual([]);
		expect((await audit(pairs(24))).found("length-bias")).toEqual([]);
	});

	test("positions, from a column that is named or known", async () => {
		const first = (i: number) => ({ shown: i < 33 ? "a" : "b" });
		const named = await audit(pairs(20, first), { position: "shown" });
		expect(named.found("position-bias")).toHaveLength(33);
		const fromOne = (i: number) => ({ chosen_position: i < 5 ? 1 : 2 });
		expect(
			(await audit(pairs(20, fromOne))).found("position-bias"),
		).toHaveLength(35);
		const none = await audit(pairs(20));
		expect(
			none.result.checks.find(({ kind }) => kind === "position-bias"),
		).toMatchObject({
			examined: 0,
			skipped: { rows: 40 },
		});
		await expect(audit(pairs(20), { position: "where" })).rejects.toThrow(
			"--position: expected a column of the pairs, found where, which no pair has.",
		);
	});
});

test("outcomes that differ between groups of a column, and one that does not", async () => {
	const rows = Array.from({ length: 120 }, (_, i) =>
		row(
			`Question ${i} of ${i % 2 === 0 ? "north" : "south"}?`,
			i % 2 === 0 && i % 6 === 0
				? "I cannot answer this question."
				: `The answer to number ${i} is on page ${i * 3}.`,
			{
				region: i % 2 === 0 ? "north" : "south",
				team: i % 4 < 2 ? "red" : "blue",
			},
		),
	);
	const { result } = await audit(rows, { groups: ["region", "team"] });
	const slices = result.findings
		.filter(({ kind }) => kind === "slice-difference")
		.map(({ id }) => id);
	expect(slices).toContain("slice-difference/the rows/refusal/region=north");
	expect(slices.filter((id) => id.includes("team"))).toEqual([]);
	await expect(audit(rows, { groups: ["city"] })).rejects.toThrow(
		"--group: expected a column of the rows, found city, which no row has. The rows have the columns question, answer, region, team.",
	);
});

test("a topic that outweighs the others, by a column", async () => {
	const rows = Array.from({ length: 60 }, (_, i) =>
		row(`Question ${i}?`, `Answer ${i * 7}`, {
			subject: i < 45 ? "law" : `other ${i % 3}`,
		}),
	);
	const { found, result } = await audit(rows, { topic: "subject" });
	expect(found("topic-imbalance")).toHaveLength(45);
	expect(result.groupings[0]?.groups[0]).toEqual({
		name: "law",
		rows: 45,
		share: 0.75,
	});
});

test("an unusual length among answers of the same form and language", async () => {
	const rows = Array.from({ length: 60 }, (_, i) =>
		row(
			`Question ${i}?`,
			`Answer ${i} is made of ${"some ".repeat(5 + (i % 7))}words.`,
		),
	);
	rows[7] = row("Question 7?", "A whole page of text. ".repeat(400));
	const { found } = await audit(rows);
	expect(found("length-outlier")).toEqual([8]);
});

test("preferences that a model of the other rows disagrees with", async () => {
	const words = [
		"river",
		"stone",
		"window",
		"paper",
		"engine",
		"garden",
		"violin",
	];
	const rows = Array.from({ length: 300 }, (_, i) => {
		const subject = `${words[i % 7]} ${words[(i * 3) % 5]} ${i}`;
		const good = `The ${subject} is described here step by step, with care.`;
		const bad = `Whatever about ${subject}, who knows, fine I guess.`;
		return i % 30 === 4 ? pair(`Q ${i}`, bad, good) : pair(`Q ${i}`, good, bad);
	});
	const { found, result } = await audit(rows);
	expect(found("label-noise").sort((a, b) => a - b)).toEqual(
		Array.from({ length: 10 }, (_, i) => 30 * i + 5),
	);
	const [finding] = result.findings.filter(
		({ kind }) => kind === "label-noise",
	);
	expect(finding?.severity).toBe("note");
	// Without a pattern nothing is listed.
	const noise = rows.map((one, i) =>
		"chosen" in one && (i * 7919) % 13 < 6
			? pair(one.question, one.rejected, one.chosen)
			: one,
	);
	expect((await audit(noise)).found("label-noise").length).toBeLessThan(15);
});

test("the same seed gives the same result", async () => {
	const rows = Array.from({ length: 120 }, (_, i) =>
		pair(`Q ${i}`, `good ${i} answer with care`, `bad ${i % 11} thing`),
	);
	const [a, b] = [
		await audit(rows, { seed: 4 }),
		await audit(rows, { seed: 4 }),
	];
	expect({ ...a.result, created: "" }).toEqual({ ...b.result, created: "" });
});
