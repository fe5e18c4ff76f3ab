import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { diagnose } from "../../diagnose/change/diagnose.ts";
import type { Diagnosis } from "../../diagnose/change/diagnosis.ts";
import type { DiagnosisPlan } from "../../diagnose/change/run/diagnosis-plan.ts";
import {
	choiceTask,
	times,
} from "../../diagnose/change/testing/choice-tasks.ts";
import { resultOf } from "../../eval/testing/results.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";

function files() {
	const folder = mkdtempSync(join(tmpdir(), "temper-diagnose-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const model of ["base", "tuned"]) {
		mkdirSync(join(folder, model));
		writeFileSync(join(folder, model, "config.json"), "{}");
	}
	const task = join(folder, "facts.task.yaml");
	writeFileSync(
		task,
		"name: facts\nversion: 1\nrows: r.jsonl\nscorer: exact\n",
	);
	return {
		folder,
		task,
		base: join(folder, "base"),
		tuned: join(folder, "tuned"),
	};
}

const near = choiceTask(times(40, [1, 0.4] as const));
const taught = choiceTask(times(40, [0, 0.9] as const));

async function found(): Promise<Diagnosis> {
	const { subject } = resultOf("tuned");
	const one = diagnose({ subject, base: { asked: [near] }, tuned: [taught] });
	return {
		version: 1,
		...{ created: "2026-11-30T00:00:00.000Z", temper: "0" },
		...{ base: resultOf("base").subject, tuned: [one] },
		...{ partialCorrelation: null, notes: ["A note."], seconds: 1 },
	};
}

it("says in words what happened, and what to do next", async () => {
	const { base, tuned, task } = files();
	const plans: DiagnosisPlan[] = [];
	const context = fakeContext({
		runDiagnosis: async (plan) => {
			plans.push(plan);
			return found();
		},
	});
	expect(
		await runCli(["diagnose", base, tuned, "--tasks", task], context),
	).toBe(0);
	expect(plans[0]).toMatchObject({ shots: 5, folder: null, by: [] });
	expect(context.out()).toContain(
		"The model learned something new: it now answers 100%",
	);
	expect(context.out()).toContain("What to do next");
	expect(context.out()).toContain("A note.");
});

it("says what is wrong with its input, with exit status 2", async () => {
	const { folder, base, tuned, task } = files();
	const refused = async (...args: string[]) => {
		const context = fakeContext();
		expect(await runCli(["diagnose", ...args], context)).toBe(2);
		return context.err();
	};
	expect(await refused(base, tuned)).toMatch(/at least one task.*--probe/s);
	expect(await refused(base, join(folder, "gone"), "--tasks", task)).toMatch(
		/gone/,
	);
	expect(await refused(base, tuned, "--probe", folder)).toMatch(
		/a folder without probe.json/,
	);
	expect(await refused(base, tuned, "--tasks", task, task)).toMatch(
		/two named facts/,
	);
	expect(await refused(base, tuned, "--tasks", task, "--data", task)).toMatch(
		/a task file/,
	);
	expect(await refused(base, tuned, "--tasks", task, "--out", folder)).toMatch(
		/an earlier diagnosis/,
	);
	const adapter = join(folder, "adapter");
	mkdirSync(adapter);
	writeFileSync(join(adapter, "adapter_config.json"), "{}");
	expect(await refused(adapter, tuned, "--tasks", task)).toMatch(
		/an adapter without the model/,
	);
});
