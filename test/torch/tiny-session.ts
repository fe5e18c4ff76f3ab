import { RandomStream } from "../../src/core/random.ts";
import type { TorchGroup } from "../../src/engine/torch/process.ts";
import type { Message, WireTensors } from "../../src/engine/torch/wire.ts";
import { openModelFiles } from "../../src/formats/model-files.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { lowerObjective } from "../../src/objectives/lower.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import { rewardHead } from "../../src/policy/graphs.ts";

/** A short training of a tiny model, in requests to the processes. */
export interface Plan {
	readonly folder: string;
	readonly tuning: "lora" | "full";
	/** Of the session, if it is another than the learner's: adapters of a reward model beside a policy that is trained in full. */
	readonly beside?: "full";
	readonly shard: "none" | "full";
	readonly precision?: string;
	readonly objective?: Objective;
	/** Rows of each micro-batch of a step. */
	readonly groups?: readonly number[];
	/** Weights from which the objective measures KL. */
	readonly referenceOf?: "base" | "start";
	/** Whether rows are held to the base as well. */
	readonly holds?: boolean;
	readonly recompute?: boolean;
	readonly base?: string;
}

/** Numbers by name, of a step or of a score. */
export type Numbers = Readonly<Record<string, readonly number[]>>;

const words = 120;
const hiddenSize = 32;
const name = "policy";

const flat = (data: Int32Array | Uint8Array | Float32Array) => ({
	shape: [data.length],
	data,
});

/** Random rows in micro-batches of these sizes; every second row is disliked. */
export function randomRows(
	groups: readonly number[],
	seed: number,
	prefix = "",
): WireTensors {
	const random = new RandomStream(seed, "rows");
	const count = groups.reduce((sum, size) => sum + size, 0);
	const below = (limit: number) => Math.floor(random.uniform() * limit);
	const lengths = Int32Array.from({ length: count }, () => 3 + below(12));
	const masks = [...lengths].flatMap((length) => {
		const prompt = 1 + below(length - 2);
		return Array.from({ length }, (_, t) => (t < prompt ? 0 : 1));
	});
	const tensors = {
		ids: Int32Array.from(masks, () => below(words)),
		lengths,
		mask: Uint8Array.from(masks),
		liked: Uint8Array.from(lengths, (_, row) => 1 - (row % 2)),
		groups: Int32Array.from(groups),
	};
	return Object.fromEntries(
		Object.entries(tensors).map(([key, data]) => [
			`${prefix}${key}`,
			flat(data),
		]),
	);
}

const adapted = /\.(q_proj|v_proj|down_proj|c_attn|c_proj)\.weight$/;

/** Random adapters of rank 2 on some layers of a model, B not zero. */
async function randomAdapter(folder: string) {
	const { tensors } = await openModelFiles(folder);
	const random = new RandomStream(3, "adapter");
	const values: Record<string, { shape: number[]; data: Float32Array }> = {};
	const paths: string[] = [];
	for (const [key, { shape }] of tensors) {
		if (!adapted.test(key)) continue;
		const [a = 0, b = 0] = shape;
		const [out, width] = key.includes(".c_") ? [b, a] : [a, b];
		const path = key.slice(0, -".weight".length);
		paths.push(path);
		for (const [factor, ...dims] of [
			["lora_A", 2, width],
			["lora_B", out, 2],
		] as const)
			values[`${path}.${factor}.weight`] = {
				shape: dims,
				data: Float32Array.from(
					{ length: dims[0] * dims[1] },
					() => 0.2 * random.normal(),
				),
			};
	}
	const tuning = { kind: "lora", rank: 2, alpha: 4, rslora: false };
	return { tuning: { ...tuning, dropout: 0.2, paths }, values };
}

/** Opens the model and its learner. Returns the facts that the processes report. */
export async function openPlan(
	group: TorchGroup,
	plan: Plan,
): Promise<Message["fields"]> {
	const { folder, shard, precision = "float32", objective = sft() } = plan;
	const { tuning, values } =
		plan.tuning === "lora"
			? await randomAdapter(folder)
			: { tuning: { kind: "full" }, values: {} };
	const { fields } = await group.request({
		op: "open",
		fields: {
			...{ model: folder, base: plan.base ?? null, reference: null },
			...{ precision, shard, recompute: plan.recompute ?? false },
			tuning: plan.beside === "full" ? { kind: "full" } : tuning,
			...{ endIds: [2], headChunk: 5 },
		},
	});
	const reward = objective.trains === "reward";
	const data = Float32Array.from({ length: hiddenSize }, (_, i) => i % 3);
	await group.request({
		op: "learner",
		fields: {
			...{ name, tuning, reward },
			objective: lowerObjective(objective),
			sftGraph: lowerObjective(sft()),
			optimizer: {
				...{ betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.01 },
				clip: 1,
			},
		},
		tensors: {
			...values,
			...(reward && { [rewardHead]: { shape: [1, hiddenSize], data } }),
		},
	});
	return fields;
}

/** Takes steps `from` to `to`; the numbers of each. */
export async function takeSteps(
	group: TorchGroup,
	{ groups = [3, 1, 2], referenceOf = "base", ...plan }: Plan,
	{ from, to }: { readonly from: number; readonly to: number },
): Promise<Numbers[]> {
	const taken: Numbers[] = [];
	for (let step = from; step < to; step++) {
		const { fields, tensors } = await group.request({
			op: "step",
			fields: {
				...{ name, step, learningRate: 1e-3, referenceOf },
				...{ statistic: null, strength: null, referenceIsPolicy: true },
				seeds: groups.map((_, i) => 10 * step + i),
				hold: plan.holds ? { strength: 0.5, seeds: [7, 8, 9] } : null,
			},
			tensors: {
				...randomRows(groups, step),
				...(plan.holds && randomRows([2, 1, 1], 50 + step, "held.")),
			},
		});
		const { norm, heldKl, sums } = fields;
		taken.push({
			norm: [Number(norm)],
			held: [Number(heldKl)],
			sums: sums as number[],
			...numbersOf(tensors),
		});
	}
	return taken;
}

function numbersOf(tensors: WireTensors): Numbers {
	return Object.fromEntries(
		Object.entries(tensors)
			.map(([key, { data }]) => [key, [...data]] as const)
			.sort(([a], [b]) => (a < b ? -1 : 1)),
	);
}

/** Scores of the same rows under the learner's weights, in micro-batches of these sizes. */
export async function scoreNow(
	group: TorchGroup,
	groups: readonly number[] = [2, 1, 2],
): Promise<Numbers> {
	const { tensors } = await group.request({
		op: "score",
		fields: { of: "now", name, against: "base" },
		tensors: randomRows(groups, 99),
	});
	return numbersOf(tensors);
}

/** Everything a short training says, and the hash of what it made. */
export async function trainPlan(group: TorchGroup, plan: Plan) {
	const facts = await openPlan(group, plan);
	const steps = await takeSteps(group, plan, { from: 0, to: 3 });
	return {
		...{ facts, steps },
		scores: await scoreNow(group),
		hash: await hashNow(group),
	};
}

export async function hashNow(group: TorchGroup): Promise<string> {
	const { fields } = await group.request({ op: "hash", fields: { name } });
	return String(fields.sha256);
}
