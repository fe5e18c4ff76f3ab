import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { parseLauncher } from "../../recipes/launcher.ts";
import type { Crew } from "../jobs/crew.ts";
import { dryRunPilot } from "./dry-run-pilot.ts";
import { pilot } from "./pilot.ts";
import { fakePilot, fakeWorkers } from "./testing/fake-workers.ts";

const inTemporary = () =>
	readdirSync(tmpdir()).filter((name) => name.startsWith("temper-dry-pilot-"));

/** What processes that were killed left there. */
const leftBefore = inTemporary();

test("a dry run times the base and every arm, tells jobs, time and disk, and leaves nothing", async () => {
	const recipe = fakePilot({ budget: { steps: 400 }, seeds: 2 });
	const workers = fakeWorkers();
	const before = readdirSync(dirname(recipe.out));
	const foreseen = await dryRunPilot(recipe, { ...workers, parallel: 2 });
	const kinds = workers.launched.map((out) => out.split("/measures/")[1]);
	expect(kinds.toSorted()).toEqual([
		"base.json",
		"speed/dft.json",
		"speed/sft.json",
	]);
	expect(readdirSync(dirname(recipe.out))).toEqual(before);
	expect(inTemporary()).toEqual(leftBefore);
	expect(foreseen?.jobs.map(({ job }) => job.id).toSorted()).toEqual([
		"base",
		...["dft", "sft"].flatMap((arm) => [
			`${arm}/lr-0.0001/seed-0/test`,
			`${arm}/lr-0.0001/seed-0/tuning-0.5`,
			`${arm}/lr-0.0001/seed-1/test`,
			`${arm}/lr-0.0002/seed-0/tuning-0.5`,
		]),
	]);
	// Of two arms: results of two finished runs, and the checkpoints of the two that train side by side.
	expect(foreseen?.disk).toBe(2 * (2 * 1e6 + 2 * 2 * 3e6));
	expect(foreseen?.late).toBe(0);
	const seconds = foreseen?.seconds ?? 0;
	expect(seconds).toBeGreaterThan(5);
	expect(
		Math.max(...(foreseen?.jobs.map(({ ends }) => ends) ?? [])),
	).toBeCloseTo(seconds - 5, 9);
});

test("with a launcher, times are taken in the processes that fit here, and the plan has the launcher's seats", async () => {
	const workers = fakeWorkers();
	let most = 0;
	let working = 0;
	const crew: Crew = {
		seats: ({ parallel }) => parallel ?? 1,
		start(request, tell) {
			most = Math.max(most, ++working);
			return workers.crew.start(request, (message) => {
				if (message.kind !== "progress") working--;
				tell(message);
			});
		},
	};
	const launcher = parseLauncher({ kind: "slurm", seats: 16 });
	const foreseen = await dryRunPilot(fakePilot({ launcher }), { crew });
	expect(most).toBe(1);
	expect(foreseen).toMatchObject({ seats: 16, launcher: "Slurm" });
});

test("what is done already is not foreseen again", async () => {
	const recipe = fakePilot();
	for await (const _ of pilot(recipe, fakeWorkers()));
	const more = { ...recipe, seeds: [...recipe.seeds, 7] };
	const foreseen = await dryRunPilot(more, fakeWorkers());
	expect(foreseen?.jobs.map(({ job }) => job.id).toSorted()).toEqual([
		"dft/lr-0.0002/seed-7/test",
		"sft/lr-0.0002/seed-7/test",
	]);
	expect(foreseen?.done).toBe(9);
	await expect(
		dryRunPilot({ ...recipe, tuningShare: 0.5 }, fakeWorkers()),
	).rejects.toThrow(/tuningShare: expected 0\.3, as at the start/);
});

test("minutes that do not suffice: steps, seeds that would be left out, and the delay", async () => {
	const recipe = fakePilot({ budget: { minutes: 0.05 }, seeds: 4 });
	const foreseen = await dryRunPilot(recipe, { ...fakeWorkers(), parallel: 1 });
	expect(foreseen?.decisions).toMatchObject([
		{ kind: "steps", steps: 8 },
		{ kind: "seeds", left: [2, 3] },
	]);
	expect(foreseen?.late).toBeGreaterThan(3);
	expect([...(foreseen?.steps.values() ?? [])]).toEqual([8, 8]);
});

test("an arm whose steps cannot be taken ends a dry run with the reason", async () => {
	const workers = fakeWorkers((request) =>
		request.out.includes("dft")
			? { kind: "failed", reason: "rows that are too long", again: false }
			: "done",
	);
	const recipe = fakePilot();
	await expect(dryRunPilot(recipe, workers)).rejects.toThrow(
		/speed\/dft: expected .*, found rows that are too long\.$/,
	);
	expect(existsSync(recipe.out)).toBe(false);
	expect(inTemporary()).toEqual(leftBefore);
});
