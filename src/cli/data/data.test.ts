import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";
import { writeTinyModel } from "../testing/tiny-model-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-inspect-"));
const model = join(folder, "tiny");
beforeAll(() => writeTinyModel(model));

async function run(argv: string[]) {
	const context = fakeContext({});
	const status = await runCli(argv, context);
	return { status, out: context.out(), err: context.err() };
}

describe("data", () => {
	const rows = join(folder, "rows.jsonl");
	beforeAll(() => {
		mkdirSync(folder, { recursive: true });
		const row = {
			messages: [
				{ role: "user", content: "Hi" },
				{ role: "assistant", content: "Hello there" },
			],
		};
		writeFileSync(
			rows,
			`${JSON.stringify(row)}\n${JSON.stringify(row)}\n{"question":"a","answer":"b"}\n`,
		);
	});

	test("check counts and names what calls for a look", async () => {
		const { status, out } = await run([
			"data",
			"check",
			rows,
			"--model",
			model,
		]);
		expect(status).toBe(0);
		expect(out).toMatch(/rows +3, 3 usable\n/);
		expect(out).toMatch(/formats +messages 2, question-answer 1\n/);
		expect(out).toMatch(
			/exact duplicates: 1\n {2}.*rows\.jsonl:2 repeats .*rows\.jsonl:1\n/,
		);
	});

	test("check says how many rows a model made", async () => {
		const file = join(folder, "made.jsonl");
		const lines = ["model-made", "human", "model-made"].map(
			(source, i) =>
				`${JSON.stringify({ question: `q${i}`, answer: `a${i}`, source })}\n`,
		);
		writeFileSync(file, lines.join(""));
		const { out } = await run(["data", "check", file, "--model", model]);
		expect(out).toMatch(/model-made +2 rows\n/);
	});

	test("check lists columns that nobody reads, as text and as JSON", async () => {
		const file = join(folder, "columns.jsonl");
		const lines = [
			{ question: "a", answer: "b", system: "Be kind.", topic: "x", id: 1 },
			{ question: "c", answer: "d", history: [["e", "f"]], id: 2 },
		].map((row) => `${JSON.stringify(row)}\n`);
		writeFileSync(file, lines.join(""));
		const argv = ["data", "check", file, "--model", model];
		const { status, out } = await run(argv);
		expect(status).toBe(0);
		expect(out).toMatch(
			/columns that training does not read: 2\n {2}topic: 1 rows\n {2}id: 2 rows\n/,
		);
		const report = JSON.parse((await run([...argv, "--json"])).out);
		expect(report.unreadColumns).toEqual([
			{ column: "topic", rows: 1 },
			{ column: "id", rows: 2 },
		]);
	});

	test("check fails where a row cannot be read", async () => {
		const bad = join(folder, "broken.jsonl");
		writeFileSync(bad, '{"question":"a","answer":"b"}\n{"question":"a"}\n');
		const { status, out, err } = await run([
			...["data", "check", bad, "--model", model],
		]);
		expect(status).toBe(2);
		expect(out).toMatch(/rows that cannot be read: 1\n/);
		expect(err).toMatch(/found 1 of 2 that cannot be used\./);
		const heldOut = [
			"data",
			"check",
			rows,
			"--model",
			model,
			"--held-out",
			bad,
		];
		expect((await run(heldOut)).err).toMatch(
			/found 1 held-out rows that cannot be read\./,
		);
	});

	test("check fails where a row has nothing to learn", async () => {
		const empty = join(folder, "empty.jsonl");
		const [good, bad] = ["b", ""].map((completion) =>
			JSON.stringify({ prompt: "a", completion }),
		);
		writeFileSync(empty, `${good}\n${bad}\n`);
		const argv = ["data", "check", empty, "--model", model];
		const { status, out, err } = await run(argv);
		expect(status).toBe(2);
		expect(out).toMatch(/rows with nothing to learn: 1\n {2}.*empty.jsonl:2\n/);
		expect(err).toMatch(/found 1 of 2 that cannot be used\./);
	});

	describe("pairs and labels", () => {
		const examples = (name: string) => join("examples", `${name}.jsonl`);

		test("pairs are detected, counted and shown from both sides", async () => {
			const argv = (command: string) => [
				...["data", command, examples("pairs"), "--model", model],
			];
			const checked = await run(argv("check"));
			expect(checked.status).toBe(0);
			expect(checked.out).toMatch(/rows +6, 6 usable\n/);
			expect(checked.out).toMatch(/pairs +6, chosen is longer in \d+%\n/);
			expect(checked.out).toMatch(/rejected +median \d+, .* supervised\n/);
			expect(checked.out).toMatch(
				/note: In 6 of 6 pairs the chosen answer is longer/,
			);
			const shown = (await run(argv("show"))).out;
			expect(shown).toMatch(
				/:1, chosen: \d+ tokens.*⟦.*c.*a.*⟧.*:1, rejected: \d+ tokens.*⟦/s,
			);
			const labels = await run([...argv("show"), "--as", "labels"]);
			expect(labels.out).toMatch(/:1, desirable: .*:1, undesirable: /s);
			const imitated = await run([...argv("show"), "--as", "demonstrations"]);
			expect(imitated.status).toBe(2);
			expect(imitated.err).toMatch(/found a preference pair/);
		});

		test("labels are detected and counted", async () => {
			const { status, out } = await run([
				...["data", "check", examples("labelled"), "--model", model],
			]);
			expect(status).toBe(0);
			expect(out).toMatch(/labels +3 desirable \(50%\), 3 undesirable\n/);
		});

		test("the same answer on both sides is named", async () => {
			const same = join(folder, "same.jsonl");
			const lines = ["a", "b"].map((chosen) =>
				JSON.stringify({ prompt: "q", chosen, rejected: "b" }),
			);
			writeFileSync(same, `${lines.join("\n")}\n`);
			const argv = ["data", "check", same, "--model", model];
			const { status, out } = await run(argv);
			expect(status).toBe(2);
			expect(out).toMatch(
				/rows whose two answers are the same: 1\n {2}.*same.jsonl:2\n/,
			);
		});
	});

	test("show marks what is learnt", async () => {
		const argv = ["data", "show", rows, "--model", model, "--row", "2"];
		const { status, out } = await run(argv);
		expect(status).toBe(0);
		expect(out).toMatch(/rows\.jsonl:2: \d+ tokens, \d+ supervised\n/);
		expect(out).toMatch(/assistant[^⟦]*⟦.*<\|im_end\|>.*⟧/s);
		const beyond = await run([...argv.slice(0, -1), "9"]);
		expect(beyond.err).toMatch(/expected a row 9, found 3 rows/);
	});
});
