import { RandomStream } from "../../../core/random.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import type {
	ArmResult,
	Axis,
	CurvePoint,
	PilotRun,
	Values,
} from "../../../studies/pilot/pilot-result.ts";
import type { MonitorPoint } from "../../../studies/pilot/run-monitors.ts";

/** What an arm comes to in the invented pilot: its mean on every axis and how it learns. */
export interface Outline {
	readonly name: string;
	readonly options: string;
	readonly leash?: number;
	readonly learningRate: number;
	readonly onFront: boolean;
	/** In the order of `sampleAxes`. */
	readonly means: readonly number[];
	readonly finalNll: number;
	readonly seconds: number;
	/** How the runs ended that did not finish, by the place of their seed. */
	readonly ends?: Readonly<Record<number, PilotRun["state"]>>;
}

const seeds = [0, 1, 2];

const reasons: Readonly<Record<PilotRun["state"], PilotRun["reason"]>> = {
	finished: null,
	stopped: { kind: "other-rates" },
	failed: {
		kind: "fault",
		text: "the tensor lm_head: expected finite values, found infinity after step 71",
	},
};

function around(value: number, half: number): Estimate {
	return { value, low: value - half, high: value + half };
}

/** Half the width of an interval on each axis. */
const halves = [0.034, 0.031, 0.026, 0.028, 0.019, 0.0042, 0.011];

function valuesOf(
	axes: readonly Axis[],
	of: (at: number) => Estimate | null,
): Values {
	return Object.fromEntries(axes.map(({ name }, at) => [name, of(at)]));
}

function curveOf(
	{ means, finalNll }: Outline,
	steps: number,
	random: RandomStream,
): CurvePoint[] {
	const wobble = () => 1 + 0.05 * (random.uniform() - 0.5);
	return Array.from({ length: steps / 10 + 1 }, (_, at) => {
		const share = 1 - Math.exp((-3.4 * at * 10) / 120);
		return {
			step: at * 10,
			nll: at === 0 ? 1.493 : (1.493 - (1.493 - finalNll) * share) * wobble(),
			klGeneral: at === 0 ? 0 : means[5]! * share ** 1.6 * wobble(),
			mTheta: at === 0 ? 0 : means[6]! * share * wobble(),
		};
	});
}

function monitorsOf(
	{ name, means, finalNll }: Outline,
	steps: number,
	random: RandomStream,
): MonitorPoint[] {
	const wobble = () => 1 + 0.08 * (random.uniform() - 0.5);
	const minor = name.startsWith("Minor");
	return Array.from({ length: steps / 10 }, (_, at) => {
		const share = 1 - Math.exp((-3.4 * (at + 1) * 10) / 120);
		const moved = means[6]! * share;
		return {
			step: (at + 1) * 10,
			gradNorm: (1.1 + 2.4 * (1 - share)) * wobble(),
			entropy: (1.9 - (1.9 - finalNll) * share) * wobble(),
			meanP: (0.42 + 0.2 * share) * wobble(),
			shareBelow01: (0.31 - 0.14 * share) * wobble(),
			shareAbove09: (0.22 + 0.2 * share) * wobble(),
			effectiveShare: name === "DFT" ? 0.63 * wobble() : 1,
			a: minor ? (1 - 0.3 * moved) * wobble() : null,
			deltaPerToken: minor ? moved * wobble() : null,
			mTheta: minor ? 1.03 * moved * wobble() : null,
			...{ pairAccuracy: null, pairMargin: null, chosenDelta: null },
		};
	});
}

/** How its leash ended: inside, drawn back a little. */
function leashOf({ leash, means }: Outline, step: number): PilotRun["leash"] {
	if (leash === undefined) return null;
	const outcome = { held: true, stopped: false, drawnBack: 0.93 };
	return {
		...{ step, measure: "kl", bound: leash },
		value: around(means[5]!, 0.0042),
		strength: { name: "penalty", value: 35.71 },
		outcome: step === 120 ? outcome : null,
	};
}

function runOf(
	axes: readonly Axis[],
	outline: Outline,
	seed: number,
): PilotRun {
	const random = new RandomStream(seed, outline.name);
	const state = outline.ends?.[seed] ?? "finished";
	const steps = { finished: 120, stopped: 40, failed: 70 }[state];
	const shift = () => (random.uniform() - 0.5) * 1.5;
	return {
		run: `runs/${outline.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}-seed-${seed}`,
		seed,
		learningRate: outline.learningRate,
		state,
		reason: reasons[state],
		values: valuesOf(axes, (at) =>
			state === "finished"
				? around(
						outline.means[at]! + shift() * halves[at]! * (at > 4 ? 1 : 0.8),
						halves[at]! * 1.5,
					)
				: null,
		),
		unscored:
			outline.name === "SFT" && seed === 1
				? { count: 3, reason: "sums.jsonl:41: it timed out" }
				: null,
		curve: curveOf(outline, steps, random),
		monitors: monitorsOf(outline, steps, random),
		leash: leashOf(outline, steps),
		alarms: [],
		seconds: (outline.seconds * steps) / 120 + random.uniform() * 9,
		memoryBytes: 3.28e9 + random.uniform() * 4e7,
	};
}

/** An arm of the invented pilot. */
export function sampleArm(
	axes: readonly Axis[],
	base: readonly number[],
	outline: Outline,
): ArmResult {
	const { name, options, learningRate, means } = outline;
	const rates = [5e-5, 1e-4, 2e-4, 4e-4];
	return {
		name,
		options,
		leash:
			outline.leash === undefined
				? null
				: { axis: axes[5]!.name, bound: outline.leash },
		learningRate,
		tried: rates.map((rate) => ({
			learningRate: rate,
			score:
				rate === 4e-4 && name === "DFT"
					? null
					: means[0]! - 0.012 - 0.016 * Math.log2(rate / learningRate) ** 2,
		})),
		runs: seeds.map((seed) => runOf(axes, outline, seed)),
		values: valuesOf(axes, (at) => around(means[at]!, halves[at]!)),
		gains: valuesOf(axes, (at) =>
			around(means[at]! - base[at]!, halves[at]! * (at > 4 ? 1 : 0.9)),
		),
		questions: Object.fromEntries(
			axes.flatMap(({ name: axis, questions }) =>
				questions === null
					? []
					: [[axis, name === "SFT" && axis === "sums" ? 197 : questions]],
			),
		),
		onFront: outline.onFront,
	};
}
