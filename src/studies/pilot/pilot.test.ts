import {
	appendFileSync,
	existsSync,
	readFileSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { EvalResult } from "../../eval/eval-result.ts";
import { parseRecipe } from "../../recipes/parse/parse-recipe.ts";
import { pilot } from "./pilot.ts";
import type { PilotEvent } from "./pilot-event.ts";
import type { PilotResult } from "./pilot-result.ts";
import {
	fakePilot,
	fakeWorkers,
	trainedRecipe,
} from "./testing/fake-workers.ts";
import { play, resultIn } from "./testing/play-pilot.ts";

const jobs = (launched: readonly string[]) =>
	launched.map((path) => path.replace(/^.*measures\//, "").slice(0, -5));

test("every arm is tuned by the same rule, trained with all seeds, and the better one recommended", async () => {
	const recipe = fakePilot();
	const workers = fakeWorkers();
	const result = resultIn(await play(recipe, workers));
	expect(jobs(workers.launched).toSorted()).toEqual([
		"base",
		...["sft", "dft"]
			.toSorted()
			.flatMap((arm) => [
				`${arm}/lr-0.0001/seed-0/tuning-0.5`,
				`${arm}/lr-0.0002/seed-0/test`,
				`${arm}/lr-0.0002/seed-0/tuning-0.5`,
				`${arm}/lr-0.0002/seed-1/test`,
			]),
	]);
	expect(result.recommended).toBe("sft");
	const [sft, dft] = result.arms;
	expect(sft).toMatchObject({
		learningRate: 2e-4,
		tried: [
			{ learningRate: 1e-4, score: 0.6 },
			{ learningRate: 2e-4, score: 0.8 },
		],
		onFront: true,
	});
	expect(sft?.gains.t?.value).toBeCloseTo(0.7, 12);
	expect(dft?.onFront).toBe(false);
	expect(sft?.runs.map(({ seed, state }) => [seed, state])).toEqual([
		[0, "finished"],
		[1, "finished"],
		[0, "stopped"],
	]);
	expect(sft?.runs[0]).toMatchObject({ seconds: 3, memoryBytes: 2e8 });
	expect(sft?.runs[0]).toMatchObject({
		leash: { step: 4, value: { value: 0.025 }, outcome: { drawnBack: 0.9 } },
		...{ alarms: [], unscored: null },
	});
	expect(sft?.runs[0]?.monitors.map(({ step, gradNorm }) => [step, gradNorm]))
		// A number that is none is null in JSON.
		.toEqual([1, 2, 3, 4].map((step) => [step, step === 3 ? null : step]));
	expect(sft?.runs[0]?.monitors[0]).toMatchObject({
		...{ entropy: 2, effectiveShare: 0.8, a: null, mTheta: null },
	});
	expect(dft?.runs[0]).toMatchObject({
		...{ leash: null, alarms: [{ alarm: "likelihood-displacement", step: 2 }] },
	});
	expect(sft?.questions).toEqual({ t: 20, general: 20 });
	expect(result.axes.map(({ questions }) => questions)).toEqual([20, 20]);
	expect(result.notes).toEqual([
		{
			...{ kind: "asked-in-training", task: "t" },
			...{ asked: 28, questions: 28 },
		},
	]);
	expect(result.verdict?.alpha).toBe(0.025);
	expect(result.verdict?.conditions.map(({ axis }) => axis)).toEqual([
		"t",
		"general",
	]);
	expect(result.samples.length).toBeGreaterThan(4);
	const path = join(recipe.out, "recipe.yaml");
	expect(readFileSync(path, "utf8")).toBe(result.recipe);
	const goOn = parseRecipe(parse(result.recipe ?? ""));
	expect(goOn).toMatchObject({
		objective: { kind: "sft" },
		optimizer: { learningRate: 2e-4 },
	});
	expect(goOn.out).toBeUndefined();
});

test("an arm that another outdoes is left, and its runs say by which, as its file names it", async () => {
	const arms = [
		{ name: "Near One", objective: "sft" },
		{ name: "far", objective: "dft" },
	];
	const recipe = fakePilot({ arms, halving: { arms: true } });
	const result = resultIn(await play(recipe, fakeWorkers()));
	const far = result.arms.find(({ name }) => name === "far");
	expect(far?.runs.map(({ state, reason }) => [state, reason])).toEqual([
		["stopped", { kind: "other-rates" }],
		["stopped", { kind: "outdone", by: "Near One" }],
	]);
});

test("a learning rate that loses a tie is not said to have scored less", async () => {
	// The fake workers tell two rates apart at 1.5e-4 alone.
	const recipe = fakePilot({ learningRates: [1e-5, 1e-4] });
	const result = resultIn(await play(recipe, fakeWorkers()));
	const stopped = result.arms.map(({ runs }) =>
		runs.filter(({ state }) => state === "stopped"),
	);
	expect(stopped.flat().map(({ reason }) => reason)).toEqual([
		{ kind: "tied-rates" },
		{ kind: "tied-rates" },
	]);
});

test("the same pilot again does nothing again and says the same", async () => {
	const recipe = fakePilot();
	const first = resultIn(await play(recipe, fakeWorkers()));
	const again = fakeWorkers();
	const events = await play(recipe, again);
	expect(again.launched).toEqual([]);
	expect(events[0]).toMatchObject({ kind: "start", done: 9 });
	const timeless = (result: PilotResult) => ({
		...{ ...result, created: "", seconds: 0 },
	});
	expect(timeless(resultIn(events))).toEqual(timeless(first));
});

test("an added seed and an added arm are all that is trained", async () => {
	const recipe = fakePilot();
	await play(recipe, fakeWorkers());
	const more = fakePilot({ seeds: 3, arms: ["sft", "dft", "eaft"] });
	const again = fakeWorkers();
	// The same files under the same names: only what was added differs.
	const arms = recipe.arms.concat(
		more.arms.slice(2).map((arm) => ({
			...arm,
			recipe: {
				...arm.recipe,
				model: recipe.arms[0]!.recipe.model,
				data: recipe.arms[0]!.recipe.data,
			},
		})),
	);
	await play({ ...recipe, arms, seeds: more.seeds }, again);
	expect(jobs(again.launched).toSorted()).toEqual([
		"dft/lr-0.0002/seed-2/test",
		"eaft/lr-0.0001/seed-0/tuning-0.5",
		"eaft/lr-0.0002/seed-0/test",
		"eaft/lr-0.0002/seed-0/tuning-0.5",
		"eaft/lr-0.0002/seed-1/test",
		"eaft/lr-0.0002/seed-2/test",
		"sft/lr-0.0002/seed-2/test",
	]);
});

test("a worker that dies is tried once more; a fault of its own is told and stops nothing else", async () => {
	const workers = fakeWorkers((request, attempt) => {
		if (request.out.includes("sft/lr-0.0001"))
			return attempt === 1 ? "die" : "done";
		if (request.out.includes("sft/lr-0.0002/seed-1")) return "die";
		if (request.out.includes("dft/lr-0.0002"))
			return {
				kind: "failed",
				reason: "a loss that is no number",
				again: false,
			};
		return "done";
	});
	const events = await play(fakePilot(), workers);
	const failures = events.flatMap((event) =>
		event.kind === "job-failed" && event.job.kind === "run"
			? [[event.job.id, event.again]]
			: [],
	);
	expect(failures.toSorted()).toEqual([
		["dft/lr-0.0002/seed-0/tuning-0.5", false],
		["sft/lr-0.0001/seed-0/tuning-0.5", true],
		["sft/lr-0.0002/seed-1/test", false],
		["sft/lr-0.0002/seed-1/test", true],
	]);
	const [sft, dft] = resultIn(events).arms;
	expect(dft?.learningRate).toBe(1e-4);
	expect(dft?.tried[1]).toEqual({ learningRate: 2e-4, score: null });
	expect(sft?.runs.find(({ seed }) => seed === 1)).toMatchObject({
		state: "failed",
		reason: { kind: "fault", text: "the process died" },
	});
	expect(sft?.gains.t?.value).toBeCloseTo(0.7, 12);
});

test("an arm that failed keeps its reason, and the same pilot tries it again", async () => {
	const recipe = fakePilot();
	const fault = "rows that are too long";
	const broken = fakeWorkers((request) =>
		request.out.includes("/dft/")
			? { kind: "failed", reason: fault, again: false }
			: "done",
	);
	const dftIn = (result: PilotResult) =>
		result.arms.find(({ name }) => name === "dft")?.runs ?? [];
	for (const _ of ["once", "again"]) {
		const runs = dftIn(resultIn(await play(recipe, broken)));
		expect(runs.map(({ state, reason }) => [state, reason])).toEqual([
			["failed", { kind: "fault", text: fault }],
			["failed", { kind: "fault", text: fault }],
		]);
	}
	const mended = fakeWorkers();
	const runs = dftIn(resultIn(await play(recipe, mended)));
	expect(runs.filter(({ state }) => state === "finished")).toHaveLength(2);
	expect(mended.launched.every((out) => out.includes("/dft/"))).toBe(true);
});

test("what has no score at all is measured again, for its scorer may have been mended", async () => {
	const recipe = fakePilot();
	await play(recipe, fakeWorkers());
	const path = join(recipe.out, "measures", "base.json");
	const base = JSON.parse(readFileSync(path, "utf8")) as EvalResult;
	for (const item of base.tasks[0]?.items ?? [])
		Object.assign(item, { score: null, reason: "the scorer died" });
	writeFileSync(path, JSON.stringify(base));
	const again = fakeWorkers();
	await play(recipe, again);
	expect(again.launched).toEqual([path]);
});

test("a base that cannot be measured ends the pilot with the reason", async () => {
	const workers = fakeWorkers((request) =>
		request.kind === "measure"
			? { kind: "failed", reason: "no tokenizer.", again: false }
			: "hang",
	);
	await expect(play(fakePilot(), workers)).rejects.toThrow(
		/base: expected a base that can be measured and trained from, found no tokenizer\.$/,
	);
});

test("a stop ends the workers; the same pilot goes on with what is left", async () => {
	const recipe = fakePilot();
	const stop = new AbortController();
	let count = 0;
	const slow = fakeWorkers(() => (++count > 4 ? "hang" : "done"));
	const events: PilotEvent[] = [];
	for await (const event of pilot(recipe, {
		...{ parallel: 2, crew: slow.crew, signal: stop.signal },
	})) {
		events.push(event);
		if (slow.launched.length === 6) stop.abort();
	}
	expect(events.at(-1)).toMatchObject({ kind: "end", reason: "interrupted" });
	expect(existsSync(join(recipe.out, "lock"))).toBe(false);
	const rest = fakeWorkers();
	resultIn(await play(recipe, rest));
	const all = jobs([...slow.launched.slice(0, 4), ...rest.launched]);
	expect(new Set(all).size).toBe(all.length);
	expect(all.length).toBe(9);
});

test("minutes decide the steps of every run, once", async () => {
	const recipe = fakePilot({ budget: { minutes: 1 } });
	const lengths = new Set<number>();
	const workers = fakeWorkers((request) => {
		const recipe = trainedRecipe(request);
		if (recipe) lengths.add(recipe.length.count);
		return "done";
	});
	const events = await play(recipe, workers);
	const settled = events.find((event) => event.kind === "decision");
	expect(settled).toMatchObject({ decision: { kind: "steps" } });
	expect(lengths.size).toBe(1);
	const again = await play(recipe, fakeWorkers());
	expect(again.some((event) => event.kind === "decision")).toBe(false);
});

test("a limit of time that cannot be kept: the least steps, two seeds, and both are told", async () => {
	const recipe = fakePilot({ budget: { minutes: 1e-5 }, seeds: 4 });
	const workers = fakeWorkers();
	const events = await play(recipe, workers);
	const late = events.flatMap((event) =>
		event.kind === "forecast" ? [event.forecast.late] : [],
	);
	expect(Math.max(...late)).toBeGreaterThan(1);
	expect(jobs(workers.launched).some((id) => /seed-[23]/.test(id))).toBe(false);
	const { notes, arms } = resultIn(events);
	expect(arms[0]?.runs.map(({ seed }) => seed)).toEqual([0, 1, 0]);
	expect(notes.slice(1)).toMatchObject([
		{ kind: "seeds-left-out", seeds: [2, 3], limit: expect.closeTo(6e-4, 8) },
		{ kind: "late", limit: expect.closeTo(6e-4, 8) },
	]);
});

test("seeds that are added to a finished pilot have the whole time for themselves", async () => {
	const recipe = fakePilot({ budget: { minutes: 1 } });
	await play(recipe, fakeWorkers());
	const journal = join(recipe.out, "pilot.jsonl");
	const hour = 3_600_000;
	const earlier = readFileSync(journal, "utf8").replaceAll(
		/"at":"([^"]+)"/g,
		(_, at: string) =>
			`"at":"${new Date(Date.parse(at) - hour).toISOString()}"`,
	);
	// The first session took over a minute.
	const [first, ...rest] = earlier.split("\n");
	const begun = {
		...JSON.parse(first as string),
		at: new Date(0).toISOString(),
	};
	writeFileSync(journal, [JSON.stringify(begun), ...rest].join("\n"));
	const again = fakeWorkers();
	const events = await play({ ...recipe, seeds: [0, 1, 2] }, again);
	expect(jobs(again.launched).every((id) => id.includes("seed-2"))).toBe(true);
	expect(again.launched).toHaveLength(2);
	expect(resultIn(events).arms[0]?.runs[2]?.state).toBe("finished");
});

test("a torn last line of the history is no harm; another pilot in the folder is refused", async () => {
	const recipe = fakePilot();
	await play(recipe, fakeWorkers());
	appendFileSync(join(recipe.out, "pilot.jsonl"), '{"kind":"deci');
	const again = fakeWorkers();
	await play(recipe, again);
	expect(again.launched).toEqual([]);
	await expect(
		play({ ...recipe, tuningShare: 0.5 }, fakeWorkers()),
	).rejects.toThrow(/tuningShare: expected 0\.3, as at the start/);
});

/** Workers whose runs leave a checkpoint, as a run that stops does. */
