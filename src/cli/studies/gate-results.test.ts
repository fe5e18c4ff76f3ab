import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compare } from "../../eval/compare/compare.ts";
import { consistencyOf } from "../../eval/compare/consistency.ts";
import type { EvalReport, ItemResult } from "../../eval/eval-result.ts";
import { itemOf, resultOf, taskResultOf } from "../../eval/testing/results.ts";
import { testFolder } from "../../eval/testing/task-folder.ts";
import {
	toyModel,
	toyRows,
	writeNoiseAdapter,
} from "../../eval/testing/toy-model.ts";
import { hashInputs } from "../../runs/folder/inputs.ts";
import type { Evidence } from "../../studies/gate/evidence.ts";
import { gate } from "../../studies/gate/gate.ts";
import { showEvaluation } from "../eval/show-evaluation.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";

/** A finished run that moved the toy model a little, with a general probe of its own. */
async function writeRun() {
	const folder = testFolder();
	const run = join(folder, "run");
	const adapter = join(run, "adapter");
	const general = join(folder, "probe.jsonl");
	mkdirSync(run, { recursive: true });
	await writeNoiseAdapter(adapter, 0.01);
	const lines = toyRows.map((row) => `${JSON.stringify(row)}\n`);
	writeFileSync(general, lines.join(""));
	const recipe = { model: toyModel, data: { train: [], general } };
	writeFileSync(
		join(run, "manifest.json"),
		JSON.stringify({ recipe, seed: 0, inputs: [], sessions: [] }),
	);
	return { folder, run, adapter };
}

type Both = readonly [
	base: readonly ItemResult[],
	tuned: readonly ItemResult[],
];

/** The results of an evaluation of the run and its base, with these items of the task `sums`. */
async function report(adapter: string, [base, tuned]: Both) {
	const task = (items: readonly ItemResult[]) => {
		const consistency = consistencyOf({ items, scorer: "exact" });
		return taskResultOf(items, { consistency });
	};
	const of = async (name: string, folders: string[], items: Both[0]) => {
		const result = resultOf(name, task(items));
		const inputs = await hashInputs(folders);
		return { ...result, subject: { ...result.subject, inputs } };
	};
	const before = await of("base", [toyModel], base);
	const after = await of("tuned", [toyModel, adapter], tuned);
	const comparison = compare(before, after);
	return { version: 1, base: before, tuned: after, comparison } as const;
}

const answered = (scores: readonly number[]) =>
	scores.map((score, i) => itemOf(`q${i}`, score));

/** So many questions, some of them won and some lost. */
function pairs(won: number, lost: number, of: number): Both {
	const base = Array.from({ length: of }, (_, i) => Number(i >= won));
	const tuned = base.map((right, i) =>
		i < won ? 1 : i < won + lost ? 0 : right,
	);
	return [answered(base), answered(tuned)];
}

/** Two wordings of each question; `apart` says in how many of them the two answers differ. */
function worded(questions: number, apart: number): ItemResult[] {
	return Array.from({ length: questions }, (_, i) =>
		["yes", i < apart ? "no" : "yes"].map((answer, w) =>
			itemOf(`q${i}`, Number(answer === "yes"), {
				...{ wording: `q${i}#${w + 1}`, answer },
			}),
		),
	).flat();
}

async function gated(both: Both, ...more: string[]) {
	const made = await writeRun();
	const found: EvalReport = await report(made.adapter, both);
	const results = join(made.folder, "eval.json");
	const file = join(made.folder, "evidence.json");
	writeFileSync(results, JSON.stringify(found));
	const context = fakeContext({ gate });
	const args = ["gate", made.run, "--results", results, "--evidence", file];
	const status = await runCli([...args, ...more], context);
	const evaluation = fakeContext();
	showEvaluation(found, evaluation.terminal);
	const evidence = (): Evidence => JSON.parse(readFileSync(file, "utf8"));
	return { ...made, found, status, context, evaluation, evidence };
}

describe("eval and gate print the same interval for the same answers", () => {
	test.each([
		[5, 0, 40, "+12.5 (-1.5 to +29.1)"],
		[0, 0, 60, "0.0 (-8.9 to +8.9)"],
		[0, 5, 200, "-2.5 (-6.4 to +0.3)"],
		[12, 4, 80, "+10.0 (-1.2 to +21.8)"],
		[10, 2, 100, "+8.0 (+0.3 to +17.0)"],
	])("%d won and %d lost of %d: %s", async (won, lost, of, interval) => {
		const { context, evaluation, evidence, found } = await gated(
			pairs(won, lost, of),
		);
		expect(evaluation.out()).toContain(`  ${interval}  `);
		expect(context.out()).toContain(
			`sums: change ${interval} percentage points;`,
		);
		const { difference } = found.comparison?.tasks[0] ?? {};
		expect(evidence().tasks[0]?.difference).toEqual(difference);
		expect(evidence().verdict.conditions[0]?.value).toEqual(difference);
	});

	test("of a question that lacks one wording in one of the two", async () => {
		const base = worded(40, 4);
		const tuned = worded(40, 9).map((item, i) =>
			i === 3 ? { ...item, score: null, reason: "it failed" } : item,
		);
		const { evidence, found } = await gated([base, tuned]);
		const [task] = found.comparison?.tasks ?? [];
		expect(task?.unpaired).toBe(1);
		expect(evidence().tasks[0]?.difference).toEqual(task?.difference);
		expect(evidence().tasks[0]?.consistency).toEqual(task?.consistency);
	});
});

describe("conditions with --results are those with --tasks", () => {
	test("the general probe of the run is measured where the results lack it", async () => {
		const { context, evidence } = await gated(pairs(30, 0, 40));
		const { verdict, notes } = evidence();
		expect(verdict.conditions.map(({ axis }) => axis)).toEqual([
			"sums",
			"general",
		]);
		expect(notes.join()).toContain("so general was measured now");
		expect(context.out()).toContain("general: change");
	});

	test("a task that is named must be among the results", async () => {
		const folder = testFolder();
		const file = join(folder, "other.yaml");
		writeFileSync(
			file,
			"name: other\nversion: 1\nrows: r.jsonl\nscorer: exact\n",
		);
		writeFileSync(join(folder, "r.jsonl"), '{"question":"a","answer":"b"}\n');
		const { status, context } = await gated(pairs(9, 0, 40), "--tasks", file);
		expect(status).toBe(2);
		expect(context.err()).toMatch(
			/results of tuned: expected those of the task other, as its file has it now, found sums/,
		);
	});
});

test("wordings that agree less often break a condition, and a tolerance of its own allows it", async () => {
	const both: Both = [worded(60, 21), worded(60, 29)];
	const { evidence, evaluation } = await gated(both);
	const axis = "sums consistency";
	const of = ({ verdict }: Evidence) =>
		verdict.conditions.find((one) => one.axis === axis);
	expect(of(evidence())).toMatchObject({
		...{ holds: false, bound: -0.02, questions: 60, unit: "agreement" },
	});
	expect(of(evidence())?.value?.value).toBeCloseTo(-8 / 60, 12);
	expect(evaluation.out()).toMatch(
		/answers agree: base 65% \(.*\), tuned 52% \(.*\), difference -13\.3 \(-\d.* to -\d.*\) percentage points/,
	);
	const wide = await gated(both, "--tolerance", `${axis}=0.4`);
	expect(of(wide.evidence())?.holds).toBe(true);
	const none = await gated(pairs(1, 0, 9), "--tolerance", `${axis}=0.4`);
	expect(none.status).toBe(2);
	expect(none.context.err()).toContain(`found ${axis}`);
});
