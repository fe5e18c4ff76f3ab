import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadServices } from "../../src/cli/load-services.ts";
import { runCli } from "../../src/cli/program.ts";
import { fakeContext } from "../../src/cli/testing/fake-context.ts";
import { readEvents } from "../../src/runs/event-log.ts";

const timeout = 300_000;
const folder = mkdtempSync(join(tmpdir(), "temper-made-pairs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function temper(...argv: readonly string[]) {
	const context = { ...fakeContext(), loadServices };
	const status = await runCli(argv, context);
	return { status, out: context.out(), err: context.err() };
}

test("pairs of samples of a real model are trained on", {
	timeout,
}, async () => {
	const pairs = join(folder, "pairs.jsonl");
	const make = () =>
		temper(
			...["pairs", "make", "examples/rows.jsonl", "--model", "models/toy"],
			...["--prefer-demonstration", "--samples", "2", "--limit", "8"],
			...["--max-new-tokens", "24", "--out", pairs],
		);
	const made = await make();
	expect(made).toMatchObject({ status: 0 });
	expect(made.out).toMatch(/prompts with a pair +\d of 8/);
	const bytes = readFileSync(pairs, "utf8");
	rmSync(`${pairs}.cache.jsonl`);
	await make();
	expect(readFileSync(pairs, "utf8")).toBe(bytes);
	const rows = bytes.trimEnd().split("\n").length;
	const checked = await temper("data", "check", pairs, "--model", "models/toy");
	expect(checked.status).toBe(0);
	expect(checked.out).toMatch(new RegExp(`rows +${rows}, ${rows} usable\n`));
	expect(checked.out).toMatch(new RegExp(`model-made +${rows} rows\n`));
	const run = join(folder, "run");
	const trained = await temper(
		...["train", "--preset", "dpo", "--model", "models/toy", "--data", pairs],
		...["--set", "length={kind: steps, count: 3}", "--out", run],
		...["--set", "batch={rows: 4, tokens: 512}", "--set", "data.general=null"],
		...["--set", "device={kind: cpu, threads: 1}"],
	);
	expect(trained).toMatchObject({ status: 0 });
	const events = await readEvents(join(run, "events.jsonl"));
	const steps = events.filter(({ kind }) => kind === "step");
	expect(steps).toHaveLength(3);
	// The policy is the reference at first, and learns to prefer the demonstrations.
	expect(steps[0]).toMatchObject({ loss: expect.closeTo(Math.log(2), 4) });
	expect(events.at(-1)).toMatchObject({ kind: "end", reason: "finished" });
});
