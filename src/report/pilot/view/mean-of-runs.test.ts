import { expect, test } from "vitest";
import type { PilotRun } from "../../../studies/pilot/pilot-result.ts";
import { pointsOf } from "../../charts/points.ts";
import { samplePilot } from "../testing/sample-pilot.ts";
import { meanOfRuns } from "./mean-of-runs.ts";

const nllOf = ({ curve }: PilotRun) => pointsOf(curve, ({ nll }) => nll);

const arm = (name: string) =>
	samplePilot().arms.find((one) => one.name === name)!;

test("the mean leaves out runs that did not finish", () => {
	const { runs } = arm("MinorSFT 0.5");
	const mean = meanOfRuns(arm("MinorSFT 0.5"), nllOf);
	const [a, b] = runs.map((run) => nllOf(run).at(-1)!);
	expect(mean.at(-1)).toEqual({
		step: 120,
		value: (a!.value + b!.value) / 2,
	});
	expect(mean).toHaveLength(13);
});

const withCurves = (
	curves: readonly (readonly (readonly [number, number | null])[])[],
	states: readonly PilotRun["state"][] = [],
) => {
	const { runs, ...rest } = arm("SFT");
	return {
		...rest,
		runs: curves.map((points, i) => ({
			...(runs[i] as PilotRun),
			state: states[i] ?? ("finished" as const),
			curve: points.map(([step, nll]) => ({
				...{ step, nll },
				...{ klGeneral: null, mTheta: null },
			})),
		})),
	};
};

test("a run that stopped early counts by its end, and the line reaches the end of the longest run", () => {
	const early = withCurves([
		[
			[0, 0],
			[50, 0.02],
			[65, 0.008],
		],
		[
			[0, 0],
			[50, 0.024],
			[100, 0.03],
			[120, 0.012],
		],
	]);
	const mean = meanOfRuns(early, nllOf);
	expect(mean.map(({ step }) => step)).toEqual([0, 50, 65, 100, 120]);
	expect(mean.at(-1)?.value).toBeCloseTo(0.01, 12);
	expect(mean.at(-2)?.value).toBeCloseTo((0.008 + 0.03) / 2, 12);
});

test("runs without a common step after the first still have a mean up to the last one", () => {
	const apart = withCurves([
		[
			[2, 4],
			[4, 2],
		],
		[
			[5, 10],
			[10, 0],
			[15, 1],
		],
	]);
	expect(meanOfRuns(apart, nllOf)).toEqual([
		{ step: 5, value: 6 },
		{ step: 10, value: 1 },
		{ step: 15, value: 1.5 },
	]);
});

test("a run that was measured at none of the other's steps counts by what lies between its points", () => {
	const holed = withCurves([
		[
			[0, 1],
			[10, null],
			[20, 3],
		],
		[
			[0, 1],
			[10, 6],
			[20, 5],
		],
	]);
	expect(meanOfRuns(holed, nllOf)).toEqual([
		{ step: 0, value: 1 },
		{ step: 10, value: 4 },
		{ step: 20, value: 4 },
	]);
});

test("where all runs stopped or failed, each counts by its own end", () => {
	const broken = withCurves(
		[
			[
				[0, 1],
				[10, 0.5],
			],
			[
				[0, 1],
				[30, 0.1],
			],
			[],
		],
		["failed", "stopped", "failed"],
	);
	expect(meanOfRuns(broken, nllOf).at(-1)).toEqual({ step: 30, value: 0.3 });
	expect(meanOfRuns(withCurves([[], []]), nllOf)).toEqual([]);
});
