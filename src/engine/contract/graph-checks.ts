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
import { Policy } from "../../policy/policy.ts";
import type { GraphParts } from "../onnx/graph-parts.ts";
import { type Given, nothingGiven } from "../step.ts";
import { recordedOf } from "./recorded-checks.ts";
import {
	adapters,
	expectNear,
	full,
	graphOptions,
	type Subject,
	using,
} from "./subject.ts";
import { type Sums, sumsOf, withSums } from "./sums.ts";

/** A promise of engines in this process, whose gradients and logits can be read. */
export interface GraphCheck {
	readonly name: string;
	readonly check: (engine: GraphParts, subject: Subject) => Promise<void>;
}

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

const norm = (values: Float32Array) => Math.hypot(...values);

export const graphChecks: readonly GraphCheck[] = [
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
		name: "loss and named gradients of SFT are PyTorch's",
		async check(engine, { model, family, rows, tolerance }) {
			const { sum, weight, gradients } = await sumsOf(engine, {
				...{ model, objective: sft(), tuning: full },
				microBatches: [alone(rows)],
			});
			const recorded = recordedOf(family);
			expectNear("loss", [sum / weight], [recorded.loss], tolerance);
			for (const [name, wanted] of Object.entries(recorded.gradients)) {
				const found = (gradients.get(name) ?? new Float32Array()).map(
					(x) => x / weight,
				);
				expectNear(`norm of ${name}`, [norm(found)], [wanted.norm], tolerance);
				expectNear(name, found.subarray(0, 3), wanted.first, tolerance);
			}
		},
	},
	{
		name: "a decoder that goes token by token agrees with the scores of whole rows",
		async check(engine, { model, rows, tolerance }) {
			const scores = await using(
				engine.scorer({
					...{ model, graph: graphOptions(full), tokens: 100, compares: false },
				}),
				async (scorer) => {
					const { trainables } = scorer;
					const policy = await Policy.initial(trainables, model, full, 1);
					return (await scorer.score(alone(rows), policy)).rows;
				},
			);
			const opening = engine.decoders({
				...{ model, tuning: { kind: "none" }, precision: "float32" },
			});
			await using(opening, async (decoders) => {
				const decoder = decoders.decoder(null);
				for (const [i, { ids, mask }] of rows.entries()) {
					decoder.reset(1, ids.length);
					const found: number[] = [];
					let logits = await decoder.prefill([
						{ slot: 0, ids: ids.slice(0, 1), cached: 0 },
					]);
					for (let t = 1; t < ids.length; t++) {
						if (mask[t] === 1) found.push(logProbOf(logits, ids[t] as number));
						if (t + 1 < ids.length)
							logits = await decoder.step(ids.slice(t, t + 1));
					}
					expectNear(`row ${i}`, found, scores[i]?.logProb ?? [], tolerance);
				}
			});
		},
	},
];

function logProbOf(logits: Float32Array, word: number): number {
	const top = Math.max(...logits);
	const total = logits.reduce((sum, x) => sum + Math.exp(x - top), 0);
	return (logits[word] as number) - top - Math.log(total);
}
