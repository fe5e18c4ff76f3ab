import { RandomStream } from "../../core/random.ts";
import {
	alone,
	type Example,
	type Group,
	supervisedCount,
} from "../../data/example.ts";
import { byRow } from "../../data/pack.ts";
import { dft } from "../../objectives/imitation/dft.ts";
import { minorSft } from "../../objectives/imitation/minor-sft.ts";
import { sft } from "../../objectives/imitation/sft.ts";
import type { Objective } from "../../objectives/objective.ts";
import { dpo } from "../../objectives/preferences/dpo.ts";
import { orpo } from "../../objectives/preferences/orpo.ts";
import type { Policy } from "../../policy/policy.ts";
import { type Given, nothingGiven } from "../step.ts";
import { scoresOf } from "./score-checks.ts";
import {
	adapters,
	type Check,
	expectNear,
	full,
	type Sums,
	sumsOf,
	withSums,
} from "./subject.ts";

/** How far a tensor is moved to either side to measure a slope: the loss is rounded to float32. */
const distance = 2e-2;

/** Objectives without detached weights, of which the gradient is the slope of the loss. */
const smooth: readonly Objective[] = [
	sft(),
	dpo({ beta: 0.1, labelSmoothing: 0, sft: 0.5 }),
	orpo({ lambda: 0.1 }),
];

const detached: readonly Objective[] = [
	dft({ floor: null, keepEnd: false }),
	minorSft({ beta: 0.1 }),
];

/** Rows two by two, as pairs, or each alone. */
function groupsOf({ needs }: Objective, rows: readonly Example[]): Group[] {
	if (!needs.pairs) return alone(rows);
	return rows.flatMap((row, i) =>
		i % 2 === 0 ? [[row, rows[i + 1] as Example]] : [],
	);
}

/** Made-up scores of a reference. */
function givenOf(rows: readonly Example[]): Given {
	const stream = new RandomStream(2, "reference");
	const scores = rows.map((row) =>
		Float32Array.from(
			{ length: supervisedCount(row) },
			() => -3 + stream.normal(),
		),
	);
	return { ...nothingGiven, reference: byRow(rows, scores) };
}

/** Moves adapters away from their start, where half of their gradients are 0. */
function move(policy: Policy): void {
	const stream = new RandomStream(4, "moved");
	for (const { data } of policy.tensors)
		for (let i = 0; i < data.length; i++)
			data[i] = (data[i] as number) + 0.1 * stream.normal();
}

/** A unit vector between a gradient and a random direction: what a gradient lacks shows along it, and its slope is not small. */
function direction(name: string, gradient: Float32Array): Float32Array {
	const stream = new RandomStream(5, name);
	const length = Math.hypot(...gradient);
	const random = gradient.map(() => stream.normal());
	const spread = Math.hypot(...random);
	const mixed = gradient.map(
		(x, i) => x / length + (random[i] as number) / spread,
	);
	const size = Math.hypot(...mixed);
	return mixed.map((x) => x / size);
}

/** Moves one tensor of the moved policy by `by` along a unit vector. */
function along(name: string, unit: Float32Array, by: number) {
	return (policy: Policy) => {
		move(policy);
		const data = policy.values.get(name) as Float32Array;
		for (let i = 0; i < data.length; i++)
			data[i] = (data[i] as number) + by * (unit[i] as number);
	};
}

function expectAlike(found: Sums, wanted: Sums, tolerance: number): void {
	expectNear(
		"loss",
		[found.sum, found.weight],
		[wanted.sum, wanted.weight],
		tolerance,
	);
	for (const [name, gradient] of wanted.gradients)
		expectNear(name, found.gradients.get(name) ?? [], gradient, tolerance);
}

export const gradientChecks: readonly Check[] = [
	{
		name: "every named gradient is the slope of the loss",
		async check(engine, { model, rows }) {
			for (const objective of smooth) {
				const wanted = {
					...{ model, objective, tuning: adapters(model) },
					microBatches: [groupsOf(objective, rows)],
					given: givenOf(rows),
				};
				await withSums(engine, wanted, async (sumsAt) => {
					const { gradients } = await sumsAt(move);
					for (const [name, gradient] of gradients) {
						const unit = direction(name, gradient);
						const at = async (by: number) =>
							(await sumsAt(along(name, unit, by))).sum;
						const slope =
							((await at(distance)) - (await at(-distance))) / (2 * distance);
						const goal = gradient.reduce(
							(sum, x, i) => sum + x * (unit[i] as number),
							0,
						);
						expectNear(`${objective.name}, ${name}`, [slope], [goal], 5e-3);
					}
				});
			}
		},
	},
	{
		name: "micro-batches add up to one batch",
		async check(engine, { model, rows, tolerance }) {
			for (const objective of [...smooth, ...detached]) {
				const groups = groupsOf(objective, rows);
				const wanted = { model, objective, tuning: full, given: givenOf(rows) };
				const whole = await sumsOf(engine, {
					...wanted,
					microBatches: [groups],
				});
				const parts = groups.map((group) => [group]);
				const summed = await sumsOf(engine, { ...wanted, microBatches: parts });
				expectAlike(summed, whole, tolerance);
			}
		},
	},
	{
		name: "a pair at its reference has the loss ln 2",
		async check(engine, { model, rows, tolerance }) {
			const objective = dpo({ beta: 0.1, labelSmoothing: 0, sft: 0 });
			const own = await scoresOf(engine, model, full, rows, 100);
			const scores = own.map(({ logProb }) => logProb);
			const { sum, weight } = await sumsOf(engine, {
				...{ model, objective, tuning: full },
				microBatches: [groupsOf(objective, rows)],
				given: { ...nothingGiven, reference: byRow(rows, scores) },
			});
			expectNear("loss", [sum / weight], [Math.LN2], tolerance);
		},
	},
];
