import { expect, test } from "vitest";
import {
	choiceTask,
	times,
} from "../../../diagnose/change/testing/choice-tasks.ts";
import type { ProbeItem } from "../../../diagnose/probe/probe-result.ts";
import { parseTask } from "../../../eval/task/read-task.ts";
import { resultOf } from "../../../eval/testing/results.ts";
import { diagnoseArm } from "./diagnose-arm.ts";

type Held = readonly [place: number, p: number];

const written = {
	name: "probe",
	version: 1,
	rows: "r.jsonl",
	scorer: "choice",
};
const probe = {
	...{ name: "capitals", task: parseTask(written, { folder: "/" }) },
	...{ items: [] as readonly ProbeItem[], model: "h" },
};

/** Questions of the probe and of what must not get worse, by the option that is held and how firmly. */
const measured = (asked: readonly Held[], kept: readonly Held[]) =>
	resultOf(
		"model",
		choiceTask(asked, { name: "probe" }),
		choiceTask(kept, { name: "facts", axis: "retention" }),
		choiceTask(kept, { name: "target", axis: "target" }),
	);

const known = times<Held>(40, [0, 0.97]);
const wrong = times<Held>(40, [1, 0.4]);
const base = { hash: "h", result: measured(wrong, known) };

test("what the base did not know and every run does was learned", () => {
	const runs = [0, 1].map((seed) => ({
		...{ seed, result: measured(known, known) },
	}));
	const { diagnosis, notes } = diagnoseArm(probe, { arm: "sft", runs, base });
	expect(notes).toEqual([]);
	expect(diagnosis).toMatchObject({
		...{ arm: "sft", probe: "capitals", judged: true, questions: 40 },
		cause: "new-knowledge",
	});
	expect(diagnosis?.shares?.learned.value).toBeGreaterThan(0.8);
	expect(diagnosis?.shares?.learned.high).toBeLessThanOrEqual(1);
	expect(diagnosis?.runs.map(({ seed }) => seed)).toEqual([0, 1]);
	expect(diagnosis?.runs[0]?.tasks.map(({ name }) => name)).toEqual([
		"probe",
		"facts",
	]);
	expect(diagnosis?.runs[0]).not.toHaveProperty("subject");
});

test("shares are means over runs, and runs that disagree have no cause in common", () => {
	const runs = [known, wrong].map((asked, seed) => ({
		...{ seed, result: measured(asked, known) },
	}));
	const { diagnosis } = diagnoseArm(probe, { arm: "sft", runs, base });
	expect(diagnosis?.runs.map(({ cause }) => cause)).toEqual([
		"new-knowledge",
		"no-change",
	]);
	expect(diagnosis?.cause).toBe("unclear");
	const [first, second] = diagnosis?.runs ?? [];
	const mean =
		((first?.shares?.learned.value ?? 0) +
			(second?.shares?.learned.value ?? 0)) /
		2;
	expect(diagnosis?.shares?.learned.value).toBeCloseTo(mean, 12);
});

test("judgements of a probe of another model are not used", () => {
	const runs = [{ seed: 0, result: measured(known, known) }];
	const other = { ...base, hash: "another" };
	const { diagnosis } = diagnoseArm(probe, { arm: "a", runs, base: other });
	expect(diagnosis?.judged).toBe(false);
});

test("a note says why nothing could be diagnosed", () => {
	const unscored = (name: string) => {
		const result = measured(known, known);
		const tasks = result.tasks.map((task) => ({
			...task,
			items: task.items.map((item) => ({ ...item, score: null, reason: "no" })),
		}));
		return { ...result, tasks, subject: { ...result.subject, name } };
	};
	const runs = [{ seed: 0, result: unscored("run") }];
	const found = diagnoseArm(probe, { arm: "a", runs, base });
	expect(found.diagnosis).toBeNull();
	expect(found.notes).toMatchObject([{ kind: "not-diagnosed", arm: "a" }]);
	expect(diagnoseArm(probe, { arm: "a", runs: [], base })).toEqual({
		...{ diagnosis: null, notes: [] },
	});
});
