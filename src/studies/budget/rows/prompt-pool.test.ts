import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPrompts } from "./prompt-order.ts";
import { PromptPool } from "./prompt-pool.ts";
import { subsetFile } from "./subset-files.ts";

const folder = mkdtempSync(join(tmpdir(), "pool-"));

function file(name: string, rows: readonly object[]): string {
	const path = join(folder, name);
	writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
	return path;
}

const numbers = Array.from({ length: 20 }, (_, i) => i);
const demonstrations = file(
	"demonstrations.jsonl",
	numbers.map((i) => ({
		messages: [
			{ role: "user", content: `What is ${i}?` },
			{ role: "assistant", content: `It is ${i}.` },
		],
	})),
);
const pairs = file(
	"pairs.jsonl",
	numbers.flatMap((i) =>
		["no", "never"].map((rejected) => ({
			...{ question: `What is ${i}?`, chosen: "yes", rejected },
		})),
	),
);

async function pool(shared: "never" | "allow" = "never") {
	return new PromptPool(
		await readPrompts(demonstrations, "demonstrations"),
		await readPrompts(pairs, "pairs"),
		shared,
	);
}

test("a prompt counts once, however many rows it makes, and is the same in another format", async () => {
	const { demonstrations, pairs, shared } = await pool();
	expect(demonstrations).toHaveLength(20);
	expect(pairs).toHaveLength(20);
	expect(pairs[0]!.rows).toHaveLength(2);
	expect(shared).toBe(20);
});

test("no prompt is in both parts of an allocation that the pool holds", async () => {
	const own = await pool();
	for (const n of [0, 5, 12, 20]) {
		const m = 20 - n;
		expect(own.holds({ demonstrations: n, pairs: m })).toBe(true);
		expect(own.holds({ demonstrations: n, pairs: m + 1 })).toBe(false);
		const first = own.demonstrations.slice(0, n).map(({ key }) => key);
		const second = own.pairs.slice(0, m).map(({ key }) => key);
		expect(first.filter((key) => second.includes(key))).toEqual([]);
	}
	const both = await pool("allow");
	expect(both.holds({ demonstrations: 20, pairs: 20 })).toBe(true);
	expect(both.holds({ demonstrations: 21, pairs: 0 })).toBe(false);
});

test("a larger subset contains the smaller one, whatever the order of the file", async () => {
	const own = await pool();
	const small = await subsetFile(own, "pairs", 3, join(folder, "rows"));
	const large = await subsetFile(own, "pairs", 7, join(folder, "rows"));
	expect(readFileSync(large, "utf8")).toContain(readFileSync(small, "utf8"));
	expect(readFileSync(large, "utf8").trim().split("\n")).toHaveLength(14);
	const lines = readFileSync(pairs, "utf8").trim().split("\n").reverse();
	const turned = file(
		"turned.jsonl",
		lines.map((line) => JSON.parse(line)),
	);
	const keys = (await readPrompts(turned, "pairs")).map(({ key }) => key);
	expect(keys).toEqual(
		(await readPrompts(pairs, "pairs")).map(({ key }) => key),
	);
});

test("a row that the stage cannot learn from is refused with its line", async () => {
	const bad = file("bad.jsonl", [{ question: "What is 1?", answer: "yes" }]);
	await expect(readPrompts(bad, "pairs")).rejects.toThrow(/bad\.jsonl:1/);
});
