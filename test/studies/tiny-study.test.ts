import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { learningRates } from "../../examples/study.ts";
import { type RunStudyOptions, runStudy } from "../../src/studies/run-study.ts";

const timeout = 300_000;
const root = mkdtempSync(join(tmpdir(), "temper-study-test-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs the example study and returns its events. `stopAfter`: jobs after which it is interrupted. */
async function play(folder: string, stopAfter = Infinity) {
	const stop = new AbortController();
	const options: RunStudyOptions = { parallel: 2, signal: stop.signal };
	const events = [];
	let finished = 0;
	for await (const event of runStudy(await learningRates(6), {
		...{ ...options, folder },
	})) {
		events.push(event);
		if (event.kind === "job-finished") finished++;
		if (finished >= stopAfter) stop.abort();
	}
	return events;
}

type Events = Awaited<ReturnType<typeof play>>;

const idsOf = (events: Events, kind: "job-started" | "job-finished") =>
	events.flatMap((event) => (event.kind === kind ? [event.job.id] : []));

const resultOf = (events: Events) => {
	const last = events.at(-1);
	const result = last?.kind === "end" ? last.result : null;
	return result?.toSorted((a, b) => a.id.localeCompare(b.id));
};

const all = [
	"base",
	...["rate-0.001", "rate-0.003"].flatMap((rate) => [
		`${rate}/seed-0`,
		`${rate}/seed-1`,
	]),
];

test("the example study, interrupted and continued, repeats nothing and comes to the same", {
	timeout,
}, async () => {
	const whole = await play(join(root, "whole"));
	expect(idsOf(whole, "job-finished").toSorted()).toEqual(all);
	const folder = join(root, "stopped");
	const first = await play(folder, 2);
	expect(first.at(-1)).toMatchObject({ kind: "end", reason: "interrupted" });
	const done = idsOf(first, "job-finished");
	const second = await play(folder);
	expect(second[0]).toMatchObject({ kind: "start", done: done.length });
	expect([...done, ...idsOf(second, "job-started")].toSorted()).toEqual(all);
	expect(resultOf(second)?.map(({ id }) => id)).toEqual(all);
	expect(resultOf(second)).toEqual(resultOf(whole));
});

test("a study with other settings is refused by name in the same folder", async () => {
	const folder = join(root, "whole");
	const study = await learningRates(7);
	await expect(runStudy(study, { folder }).next()).rejects.toThrow(
		/^steps: expected 6, as at the start of .*whole, found 7\. Only rates and seeds may be added/,
	);
});

test("the example has under 100 lines", () => {
	const text = readFileSync("examples/study.ts", "utf8");
	expect(text.split("\n").length).toBeLessThan(100);
});
