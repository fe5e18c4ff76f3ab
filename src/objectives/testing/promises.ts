import { expect } from "vitest";
import type { Tensor } from "../../graph/interpret/tensor.ts";
import { rowOrigins } from "../objective.ts";
import {
	type Answer,
	extremeAnswers,
	groupSize,
	masked,
	moved,
	placesOf,
} from "./answer.ts";
import type { Outcome } from "./evaluation.ts";
import { onDevice, type Subject } from "./subject.ts";

function near(
	found: readonly number[],
	wanted: readonly number[],
	tolerance: number,
): void {
	expect(found).toHaveLength(wanted.length);
	found.forEach((value, i) => {
		const goal = wanted[i] as number;
		expect(Math.abs(value - goal), `${i}: ${value}, not ${goal}`).toBeLessThan(
			tolerance * (1 + Math.abs(goal)),
		);
	});
}

function alike(found: Outcome, wanted: Outcome): void {
	near([found.sum, found.weight], [wanted.sum, wanted.weight], 1e-12);
	near(found.gradient, wanted.gradient, 1e-12);
}

/** Gradients of the answers at `rows`, in the order of `rows`. */
function gradientOf(
	{ gradient }: Outcome,
	answers: readonly Answer[],
	rows: readonly number[],
): number[] {
	const places = placesOf(answers);
	return rows.flatMap((row) =>
		gradient.filter((_, i) => places[i]?.row === row),
	);
}

function everyNumber({
	sum,
	weight,
	gradient,
	blankGradient,
	metrics,
}: Outcome) {
	const watched = Object.values(metrics).flatMap(({ data }) => [...data]);
	return [sum, weight, ...gradient, ...blankGradient, ...watched];
}

/** Everything but the numbers of `rows` is the same with them and without them. */
function ignores(
	{ lab }: Subject,
	kept: readonly Answer[],
	whole: readonly Answer[],
	rows: readonly number[],
	statistic: number,
): void {
	const without = lab.evaluate(kept, { statistic });
	const found = lab.evaluate(whole, { statistic });
	near([found.sum, found.weight], [without.sum, without.weight], 1e-12);
	const others = whole.flatMap((_, r) => (rows.includes(r) ? [] : [r]));
	near(gradientOf(found, whole, others), without.gradient, 1e-12);
	for (const slope of gradientOf(found, whole, rows))
		expect(Math.abs(slope)).toBeLessThan(1e-12);
}

const batches = ["a", "b", "c"];

/** What every objective promises, each with its proof. */
export const promises: Readonly<
	Record<string, (s: Subject) => void | Promise<void>>
> = {
	"the value is what is written by hand": (s) => {
		for (const name of batches) {
			const answers = s.groups(4, name);
			const statistic = s.statistic(answers);
			const { sum, weight } = s.lab.evaluate(answers, { statistic });
			const wanted = s.expected.loss(answers, answers, statistic);
			near([sum, weight], [wanted.sum, wanted.weight], 1e-11);
			expect(weight).toBeGreaterThan(0);
		}
	},

	"the gradient is the slope of what is written by hand, weights frozen": (
		s,
	) => {
		const h = 1e-6;
		for (const name of batches) {
			const answers = s.groups(4, name);
			const statistic = s.statistic(answers);
			const at = (now: Answer[]) =>
				s.expected.loss(now, answers, statistic).sum;
			const slopes = placesOf(answers).map(
				(place) =>
					(at(moved(answers, place, h)) - at(moved(answers, place, -h))) /
					(2 * h),
			);
			const { gradient } = s.lab.evaluate(answers, { statistic });
			near(gradient, slopes, 1e-7);
			expect(gradient.some((slope) => Math.abs(slope) > 1e-6)).toBe(true);
		}
	},

	"micro-batches add up to the step": (s) => {
		const answers = s.groups(5, "step");
		const statistic = s.statistic(answers);
		const whole = s.lab.evaluate(answers, { statistic });
		const cut = 2 * groupSize(s.objective.needs);
		const parts = [answers.slice(0, cut), answers.slice(cut)].map((part, i) =>
			s.lab.evaluate(part, { statistic, blanks: 1 + 2 * i }),
		);
		const total = (of: (part: Outcome) => number) =>
			parts.reduce((sum, part) => sum + of(part), 0);
		near(
			[total(({ sum }) => sum), total(({ weight }) => weight)],
			[whole.sum, whole.weight],
			1e-12,
		);
		const gradient = parts.flatMap((part) => part.gradient);
		near(gradient, whole.gradient, 1e-12);
	},

	"the order of rows does not matter": (s) => {
		const answers = s.groups(4, "order");
		const size = groupSize(s.objective.needs);
		const rows = [2, 0, 3, 1].flatMap((group) =>
			Array.from({ length: size }, (_, i) => group * size + i),
		);
		const mixed = rows.map((row) => answers[row] as Answer);
		const statistic = s.statistic(answers);
		near([s.statistic(mixed)], [statistic], 1e-12);
		const found = s.lab.evaluate(mixed, { statistic });
		const wanted = s.lab.evaluate(answers, { statistic });
		alike(found, {
			...wanted,
			gradient: gradientOf(wanted, answers, rows),
		});
	},

	"blank tokens change nothing": (s) => {
		const answers = s.groups(3, "blank");
		const statistic = s.statistic(answers);
		const wanted = s.lab.evaluate(answers, { statistic, blanks: 0 });
		for (const blanks of [1, 6]) {
			const found = s.lab.evaluate(answers, { statistic, blanks });
			alike(found, wanted);
			for (const slope of found.blankGradient) expect(Math.abs(slope)).toBe(0);
		}
	},

	"masked answers change nothing": (s) => {
		const answers = s.groups(3, "masked");
		const statistic = s.statistic(answers);
		const nothing = s.groups(1, "nothing").map(masked);
		const size = nothing.length;
		const whole = [...nothing, ...answers, ...nothing];
		const rows = [...nothing.keys()].flatMap((r) => [
			r,
			r + size + answers.length,
		]);
		ignores(s, answers, whole, rows, statistic);
		expect(s.statistic(whole)).toBeCloseTo(statistic, 12);
	},

	"a pair of which one answer is masked changes nothing": (s) => {
		if (!s.objective.needs.pairs) return;
		const answers = s.groups(3, "half");
		const [one, other] = s.groups(1, "broken") as [Answer, Answer];
		for (const pair of [
			[masked(one), other],
			[one, masked(other)],
		])
			ignores(s, answers, [...pair, ...answers], [0, 1], 0);
	},

	"nothing but masked answers gives 0 of 0": (s) => {
		const answers = s.groups(2, "nothing").map(masked);
		const statistic = s.statistic(answers);
		const outcome = s.lab.evaluate(answers, { statistic });
		expect(Math.abs(outcome.sum)).toBe(0);
		expect(outcome.weight).toBe(0);
		for (const value of everyNumber(outcome))
			expect(Number.isFinite(value)).toBe(true);
	},

	"probabilities of 0 and 1 stay finite, in float32 too": async (s) => {
		const extremes = extremeAnswers(s.objective.needs);
		const statistic = s.statistic(extremes);
		expect(Number.isFinite(statistic)).toBe(true);
		const found = await onDevice(s, extremes, statistic);
		for (const outcome of [s.lab.evaluate(extremes, { statistic }), found])
			for (const value of everyNumber(outcome))
				expect(Number.isFinite(value)).toBe(true);
	},

	"the runtime computes the same in float32": async (s) => {
		const answers = s.groups(4, "device");
		const statistic = s.statistic(answers);
		const wanted = s.lab.evaluate(answers, { statistic });
		const found = await onDevice(s, answers, statistic);
		near(everyNumber(found), everyNumber(wanted), 2e-5);
	},

	"what it reads is what it says it needs": ({ objective, lab, expected }) => {
		const { needs, prepass, steers } = objective;
		const { reads } = lab;
		const { samples } = rowOrigins[objective.rows];
		expect(reads.has("reference")).toBe(needs.reference === "tokens");
		expect(reads.has("kl")).toBe(needs.reference === "distribution");
		expect(reads.has("pairValid")).toBe(needs.pairs);
		expect(reads.has("liked")).toBe(needs.labels);
		expect(reads.has("statistic")).toBe(prepass !== null);
		expect(reads.has("strength")).toBe(expected.strength !== undefined);
		if (reads.has("strength")) expect(steers).not.toBeNull();
		for (const name of ["advantages", "sampled"])
			if (reads.has(name)) expect(samples).toBe(true);
		expect(reads.has("reward")).toBe(objective.trains === "reward");
	},

	"its rows come from where its reference and its answers need": ({
		objective,
	}) => {
		const { needs, rows } = objective;
		const { rounds, samples } = rowOrigins[rows];
		if (needs.referenceOf === "round") {
			expect(needs.reference).not.toBe("none");
			expect(rounds).toBe(true);
		}
		if (rows === "snapshot") expect(needs.referenceOf).toBe("round");
		if (samples) expect(needs.labels).toBe(false);
		if (rows === "pairs") expect(needs.pairs).toBe(true);
		if (rows === "groups" || rows === "learnt-groups")
			expect(needs.pairs).toBe(false);
		if (!needs.answers) expect(rows).toBe("groups");
	},

	"the prepass finds what is written by hand": (s) => {
		const { expected } = s;
		if (!s.objective.prepass) {
			expect(expected.statistic).toBeUndefined();
			return;
		}
		for (const name of batches) {
			const answers = s.groups(5, name);
			const wanted = expected.statistic?.(answers) ?? Number.NaN;
			expect(s.statistic(answers)).toBeCloseTo(wanted, 12);
		}
		expect(Number.isFinite(s.statistic([]))).toBe(true);
	},

	"at the reference no answer of a pair has a reward": (s) => {
		const { pairs, reference } = s.objective.needs;
		if (!pairs || reference !== "tokens") return;
		const answers = s
			.groups(3, "start")
			.map((one) => ({ ...one, reference: one.logProb }));
		const { metrics } = s.lab.evaluate(answers);
		for (const name of ["chosenReward", "rejectedReward"])
			for (const value of (metrics[name] as Tensor).data)
				expect(Math.abs(value)).toBe(0);
	},

	"weights of tokens are for tokens, weights of rows for rows": (s) => {
		const answers = s.groups(3, "metrics");
		const statistic = s.statistic(answers);
		const { metrics } = s.lab.evaluate(answers, { statistic, blanks: 2 });
		const tokens = answers.reduce((n, { logProb }) => n + logProb.length, 2);
		const { tokenWeight, rowWeight } = metrics;
		if (tokenWeight) {
			expect(tokenWeight.shape).toEqual([tokens]);
			expect(Math.max(...tokenWeight.data.slice(-2).map(Math.abs))).toBe(0);
		}
		if (rowWeight) expect(rowWeight.shape).toEqual([answers.length]);
	},
};
