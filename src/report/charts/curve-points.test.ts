import { expect, test } from "vitest";
import type { PilotRun } from "../../studies/pilot/pilot-result.ts";
import { samplePilot } from "../testing/sample-pilot.ts";
import { meanCurve, pointsOf, thinned } from "./curve-points.ts";

const nllOf = ({ curve }: PilotRun) => pointsOf(curve, ({ nll }) => nll);

const arm = (name: string) =>
	samplePilot().arms.find((one) => one.name === name)!;

test("the mean leaves out runs that did not finish", () => {
	const { runs } = arm("MinorSFT 0.5");
	const mean = meanCurve(arm("MinorSFT 0.5"), nllOf);
	const [a, b] = runs.map((run) => nllOf(run).at(-1)!);
	expect(mean.at(-1)).toEqual({
		step: 120,
		value: (a!.value + b!.value) / 2,
	});
	expect(mean).toHaveLength(13);
});

test("steps that one run lacks are left out of the mean", () => {
	const { runs, ...rest } = arm("SFT");
	const [first, ...others] = runs;
	const holed = first!.curve.map((point) =>
		point.step === 60 ? { ...point, nll: null } : point,
	);
	const all = { ...rest, runs: [{ ...first!, curve: holed }, ...others] };
	const steps = meanCurve(all, nllOf).map(({ step }) => step);
	expect(steps).not.toContain(60);
	expect(steps).toHaveLength(12);
});

test("few points of many, the last among them", () => {
	const points = Array.from({ length: 1001 }, (_, step) => ({
		step,
		value: step,
	}));
	const few = thinned(points, 40);
	expect(few.length).toBeLessThan(43);
	expect(few.at(-1)!.step).toBe(1000);
	expect(thinned(points.slice(0, 3), 40)).toHaveLength(3);
});
