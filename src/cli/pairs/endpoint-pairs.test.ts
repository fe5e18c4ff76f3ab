import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
	type Judging,
	judgeServer,
	shownIn,
} from "../../eval/testing/judge-server.ts";
import { contentOf, pairsWorld, writeModels } from "./testing/pairs-world.ts";

beforeAll(writeModels);

describe("with a judge behind an endpoint", () => {
	/** Prefers the longer answer, and of two that are equally long the second one. */
	const longer: Judging = (one) => {
		const [a, b] = [shownIn(one, "answer_A"), shownIn(one, "answer_B")];
		return JSON.stringify({ winner: a.length > b.length ? "A" : "B" });
	};
	const endpoint = (url: string) => [
		"--judge",
		url,
		"--judge-model",
		"a-judge",
	];

	test("every comparison is asked in both orders", async () => {
		const { url, asked } = await judgeServer(longer);
		const { make, pairs } = await pairsWorld();
		const { out, status } = await make(
			...endpoint(url),
			"--samples",
			"8",
			"--judge-key",
			"KEY",
		);
		expect(status).toBe(0);
		expect(asked[0]?.authorization).toBe("Bearer secret");
		const shown = asked.map((one) =>
			["answer_A", "answer_B"].map((tag) => shownIn(one, tag)),
		);
		const key = (texts: readonly string[], question: string) =>
			[question, ...texts].join("|");
		const all = new Set(
			shown.map((texts, i) => key(texts, shownIn(asked[i]!, "question"))),
		);
		for (const [i, texts] of shown.entries())
			expect(all).toContain(
				key([...texts].reverse(), shownIn(asked[i]!, "question")),
			);
		expect(out).toMatch(
			/position bias +the order decided 33% \(\d+% to \d+%\) of 18 comparisons; 0% .* of these for the first place/,
		);
		expect(pairs()[0]).toMatchObject({
			made: { evidence: 2, judge: { kind: "endpoint", url, model: "a-judge" } },
		});
		for (const { chosen, rejected } of pairs())
			expect(contentOf(chosen)?.length).toBeGreaterThanOrEqual(
				contentOf(rejected)?.length ?? 9,
			);
	});

	test("who looks only at places makes no pairs", async () => {
		const { url } = await judgeServer(() => "A");
		const { make, out: path } = await pairsWorld();
		const { status, out, err } = await make(...endpoint(url));
		expect(status).toBe(2);
		expect(out).toMatch(
			/the order decided 100% .* of \d+ comparisons; 100% .* of these for the first place/,
		);
		expect(err).toMatch(/expected at least one pair, found none/);
		expect(existsSync(path)).toBe(false);
	});

	test("that fails on some comparisons leaves them out, and is asked only about them again", async () => {
		let broken = true;
		const { url, asked } = await judgeServer((one, count) =>
			broken && count > 12 ? "rubbish" : longer(one, count),
		);
		const { make, out: path } = await pairsWorld();
		const first = await make(...endpoint(url), "--samples", "8");
		expect(first.out).toMatch(/\d+ that the judge failed on/);
		expect(first.out).toMatch(
			/failed: .*expected {"winner": "A"}, "B" or "tie", found "rubbish"/,
		);
		broken = false;
		const before = asked.length;
		await make(...endpoint(url), "--samples", "8");
		const again = asked.slice(before).map(({ text }) => text);
		// The first twelve requests are not made a second time.
		expect(again.length).toBeGreaterThan(0);
		for (const { text } of asked.slice(0, 12))
			expect(again).not.toContain(text);
		const whole = readFileSync(path, "utf8");
		const asks = asked.length;
		await make(...endpoint(url), "--samples", "8");
		expect(asked).toHaveLength(asks);
		expect(readFileSync(path, "utf8")).toBe(whole);
	});

	test("that never answers ends the command with its reason", async () => {
		const { url } = await judgeServer(() => 401);
		const { make } = await pairsWorld();
		const { status, err } = await make(...endpoint(url));
		expect(status).toBe(2);
		expect(err).toMatch(
			/expected a verdict in one of its first \d+ comparisons, found only failures: .*found 401/,
		);
	});

	test("can be limited to some comparisons of each prompt", async () => {
		const { url, asked } = await judgeServer(longer);
		const { make } = await pairsWorld();
		const { out } = await make(
			...endpoint(url),
			"--samples",
			"8",
			"--comparisons",
			"1",
		);
		expect(asked.length).toBeLessThanOrEqual(12);
		expect(out).toMatch(/beyond --comparisons/);
	});

	test("is measured on labelled pairs, which calibrate confidence", async () => {
		const { url } = await judgeServer(longer);
		const { make, pairs, write } = await pairsWorld();
		// The judge is right on 21 of 28.
		const labelled = write(
			"labelled.jsonl",
			Array.from({ length: 28 }, (_, i) => {
				const [long, short] = [`A long answer ${i}.`, "Short."];
				const [chosen, rejected] = i % 4 === 0 ? [short, long] : [long, short];
				return { question: `Question ${i}?`, chosen, rejected };
			}),
		);
		const { out } = await make(
			...endpoint(url),
			"--samples",
			"8",
			"--labelled",
			labelled,
		);
		expect(out).toMatch(
			/agreement +the judge agrees with 75% \(57% to 87%\) of 28 labelled pairs/,
		);
		expect(out).toMatch(/calibration +confidences are fitted/);
		expect(out).toMatch(/0\.7 to 0\.8 +\d+ +7\d% +\d+%/);
		// Twice the evidence on every pair: (21 * 22/23 + 7 * 1/9) / 28.
		expect(pairs()[0].confidence).toBeCloseTo((21 * (22 / 23) + 7 / 9) / 28, 5);
		expect(pairs()[0].made.calibrated).toBe(true);
	});

	test("is not asked twice after Ctrl+C", async () => {
		let stopAt = 9;
		const { url, asked } = await judgeServer((one, count) => {
			if (count === stopAt) interrupt();
			return longer(one, count);
		});
		const { make, out: path, interrupt } = await pairsWorld();
		const args = [...endpoint(url), "--samples", "8"];
		const stopped = await make(...args);
		expect(stopped.exits).toEqual([130]);
		expect(stopped.err).toMatch(/interrupted: the same command continues/);
		expect(existsSync(path)).toBe(false);
		const before = asked.length;
		stopAt = -1;
		await make(...args);
		expect(asked.length).toBeGreaterThan(before);
		const texts = asked.map(({ text }) => text);
		expect(new Set(texts).size).toBe(texts.length);
		const { make: makeWhole, out: other } = await pairsWorld();
		await makeWhole(...args);
		expect(readFileSync(path, "utf8")).toBe(readFileSync(other, "utf8"));
	});

	test("may be that of a task", async () => {
		const { url, asked } = await judgeServer(longer);
		const { make, folder } = await pairsWorld();
		const task = join(folder, "judge.task.yaml");
		const scorer = {
			kind: "judge",
			url,
			model: "m",
			criteria: "Which is longer?",
		};
		writeFileSync(
			task,
			JSON.stringify({ name: "j", version: 1, rows: "rows.jsonl", scorer }),
		);
		expect((await make("--task", task)).status).toBe(0);
		expect(asked.length).toBeGreaterThan(0);
	});
});
