import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import type { JobRequest } from "../../jobs/job-request.ts";
import { fakePilot, fakeWorkers } from "../testing/fake-workers.ts";
import { play, resultIn } from "../testing/play-pilot.ts";
import { readProbe } from "./read-probe.ts";

const scorer = { kind: "exact" };
const task = { name: "asked", version: 1, rows: "rows.jsonl", scorer };

/** A pilot that names a probe, which is written where it looks for it. */
function withProbe(written: object = task): PilotRecipe {
	const pilot = fakePilot({ probe: "asked.yaml" });
	const path = join(dirname(pilot.out), "asked.yaml");
	writeFileSync(path, JSON.stringify(written));
	return pilot;
}

test("the probe's questions are asked of the base and of every final run, and decide nothing", async () => {
	const pilot = withProbe();
	const requests: JobRequest[] = [];
	const { crew } = fakeWorkers((request) => {
		requests.push(request);
		return "done";
	});
	const result = resultIn(await play(pilot, { crew }));
	const asked = (request: JobRequest) =>
		(request.kind === "train" ? request.measure?.tasks : undefined) ??
		(request.kind === "measure" ? request.tasks : []);
	const named = requests.map((request) =>
		asked(request).map(({ name }) => name),
	);
	expect(named.filter((names) => names.includes("probe"))).toHaveLength(1 + 4);
	expect(named.filter((names) => names.includes("t (tuning)"))).toHaveLength(
		requests.length - 5,
	);
	expect(result.axes.map(({ name }) => name)).not.toContain("probe");
	expect(Object.keys(result.arms[0]?.values ?? {})).not.toContain("probe");
	expect(result.diagnosis).toMatchObject({
		...{ arm: "sft", probe: "asked.yaml", judged: false, questions: 20 },
		runs: [{ seed: 0 }, { seed: 1 }],
	});
	// The fake base has 2 of 20 answers right, and the better runs 16; the texts of all answers are the same.
	const { restyled, unchanged } = result.diagnosis?.shares ?? {};
	expect(restyled?.value).toBeCloseTo(14 / 20, 6);
	expect(unchanged?.value).toBeCloseTo(6 / 20, 6);
});

test("a pilot without a probe has no diagnosis, and one that was begun without cannot be given one", async () => {
	const pilot = withProbe();
	const { crew } = fakeWorkers();
	const plain = { ...pilot, probe: null };
	expect(resultIn(await play(plain, { crew }))).not.toHaveProperty("diagnosis");
	await expect(play(pilot, { crew })).rejects.toThrow(
		/task probe: expected no other tasks than those, as at the start of/,
	);
});

test("what is no probe is refused before anything begins", async () => {
	const { crew } = fakeWorkers();
	const pilot = withProbe();
	const other = { ...pilot, probe: join(dirname(pilot.out), "none") };
	await expect(play(other, { crew })).rejects.toThrow(
		/^probe: expected the folder of a finished probe, or a task file, found no such file or folder: .*none/,
	);
	const rows = { ...pilot, probe: join(dirname(pilot.out), "rows.jsonl") };
	await expect(play(rows, { crew })).rejects.toThrow(
		/^probe: expected the folder of a finished probe, or a task file, found .*rows\.jsonl/,
	);
	const likelihood = withProbe({ ...task, scorer: "nll" });
	await expect(play(likelihood, { crew })).rejects.toThrow(
		/expected a task whose answers are right or wrong, found scores of nll/,
	);
});

test("of a probe's folder, the questions are asked without examples by the method that decided", async () => {
	const folder = join(dirname(withProbe().out), "probed");
	mkdirSync(folder);
	const subject = {
		...{ name: "m", model: "/m", adapter: null },
		inputs: [{ path: "/m", bytes: 1, sha256: "abc" }],
	};
	const estimate = { value: 0, low: 0, high: 0 };
	const result = {
		...{ version: 1, created: "", temper: "0", subject, inputs: [], items: [] },
		settings: {
			...{ method: "letter", shots: 5, orders: 4, seed: 0, distractors: null },
			...{ knownFrom: 0.5, unknownTo: 0.1 },
		},
		...{ excluded: [], methods: [], slices: [], advice: [] },
		shares: { known: estimate, unknown: estimate, unsure: estimate },
		...{ falseKnown: estimate, demonstrations: null, notes: [], seconds: 1 },
		prediction: {
			...{ zeroShot: null, drawOut: estimate, teach: estimate },
			...{ gain: estimate, risk: estimate },
			retained: { value: 0.5, from: "x" },
		},
	};
	writeFileSync(join(folder, "probe.json"), JSON.stringify(result));
	const choice = { kind: "choice", by: "letter" };
	for (const name of ["letter", "letter-zero-shot", "likelihood"])
		writeFileSync(
			join(folder, `${name}.task.yaml`),
			JSON.stringify({ ...task, name, scorer: choice }),
		);
	const found = await readProbe(folder);
	expect(found).toMatchObject({ name: "probed", model: "abc", items: [] });
	expect(found.task.name).toBe("probe");
	const broken = { ...result, version: 2 };
	writeFileSync(join(folder, "probe.json"), JSON.stringify(broken));
	await expect(readProbe(folder)).rejects.toThrow(
		/probe\.json: expected the result of a probe, found version:/,
	);
});
