import { describe, expect, it } from "vitest";
import { RandomStream } from "../core/random.ts";
import type { Group } from "../data/example.ts";
import { packRows } from "../data/pack.ts";
import { randomModel, smallConfigs } from "../generate/testing/random-model.ts";
import { interpret } from "../graph/interpret/interpret.ts";
import { tensor } from "../graph/interpret/tensor.ts";
import type { Buffers } from "../graph/session.ts";
import type { Model } from "../models/model.ts";
import type { Tuning } from "../nn/parameters.ts";
import { imitation, type Objective } from "../objectives/objective.ts";
import { type GraphOptions, stepGraph } from "../policy/graphs.ts";
import { Policy } from "../policy/policy.ts";
import { openSession } from "../runtime/open-session.ts";

/** Every supervised token counts in a way of its own. */
const weighted: Objective = {
	name: "weighted",
	rows: "groups",
	trains: "policy",
	needs: imitation,
	prepass: null,
	steers: null,
	loss: (ops, { logProb }, _, { valid, sampled }) => ({
		sum: ops.sum(ops.mul(ops.mul(logProb, sampled), valid)),
		weight: ops.sum(valid),
		metrics: {},
	}),
};

/** A scalar for each answer, read at its last token. */
const rewarding: Objective = {
	...weighted,
	name: "rewarding",
	loss: (ops, policy, _, { rowValid }) => {
		const reward = policy.reward();
		return {
			sum: ops.sum(ops.mul(ops.mul(reward, reward), rowValid)),
			weight: ops.sum(rowValid),
			metrics: {},
		};
	},
};

/** Answers of the given lengths to one prompt; the mask of `turns` is supervised inside the prompt too. */
function answers(name: string, prompt: number, lengths: number[], turn = 0) {
	const random = new RandomStream(3, name);
	const draw = (length: number) =>
		Array.from({ length }, () => random.integer(61));
	const asked = draw(prompt);
	return lengths.map((length, i) => ({
		id: `${name}${i}`,
		ids: Int32Array.from([...asked, ...draw(length), 7, 8]),
		mask: Uint8Array.from({ length: prompt + length + 2 }, (_, t) =>
			(t >= prompt && t < prompt + length) || (turn > 0 && t === turn) ? 1 : 0,
		),
		liked: true,
	}));
}

/** The same rows with other tokens from a place in the prompt on. */
const continued = (group: Group, from: number): Group =>
	group.map((row) => ({
		...row,
		ids: row.ids.map((id, t) => (t < from ? id : (id + t + from) % 61)),
	}));

const muted = (group: Group): Group =>
	group.map((row, i) =>
		i === 1 ? { ...row, mask: new Uint8Array(row.mask.length) } : row,
	);

const cases: Readonly<Record<string, readonly Group[]>> = {
	pairs: [answers("a", 9, [4, 6]), answers("b", 5, [3, 1])],
	"groups of four": [
		answers("c", 8, [2, 5, 3, 4]),
		answers("d", 6, [3, 3, 1, 2]),
	],
	"groups of all kinds": [
		answers("e", 7, [3]),
		answers("f", 9, [2, 3], 5),
		muted(answers("g", 6, [2, 4, 3])),
		answers("h", 1, [4, 2]),
		answers("i", 12, [1, 1, 1]),
	],
	"groups whose prompts begin alike": [
		answers("k", 9, [4, 6]),
		continued(answers("k", 9, [5]), 6),
		continued(answers("k", 9, [2, 3]), 3),
		answers("l", 9, [3]),
	],
};

async function prepared(
	model: Model,
	groups: readonly Group[],
	options: Partial<GraphOptions> & { sharedPrompts: boolean },
	objective = weighted,
) {
	const { windows } = model.architecture;
	const tuning: Tuning = options.tuning ?? { kind: "full" };
	const { graph, trainables } = stepGraph(model, objective, {
		...{ tuning, precision: "float32", length: 64, chunks: 2 },
		recompute: false,
		...options,
	});
	const policy = await Policy.initial(trainables, model, tuning, 0);
	const random = new RandomStream(1, "policy");
	for (const { data } of policy.tensors)
		for (let i = 0; i < data.length; i++)
			data[i] = (data[i] as number) + 0.05 * random.normal();
	const { buffers } = packRows(groups, {
		...{ windows, chunks: 2, endIds: new Set<number>() },
		sharePrompts: options.sharedPrompts,
		wholeRows: objective === rewarding,
	});
	const entries = buffers.targets?.data.length as number;
	const weights = new RandomStream(2, "weights");
	const sampled = {
		data: Float32Array.from({ length: entries }, () => weights.normal()),
		dims: [entries],
	};
	const feeds: Buffers = { ...buffers, ...policy.buffers, sampled };
	return { graph, feeds };
}

type Numbers = Readonly<Record<string, ArrayLike<number>>>;

async function onSession(
	{ graph, feeds }: Awaited<ReturnType<typeof prepared>>,
	runs = 1,
): Promise<Numbers[]> {
	const options = { device: "cpu", threads: 2 } as const;
	const session = await openSession(graph, options);
	const found: Numbers[] = [];
	for (let run = 0; run < runs; run++)
		found.push(
			Object.fromEntries(
				Object.entries(await session.run(feeds)).map(([name, { data }]) => [
					name,
					data,
				]),
			),
		);
	await session.dispose();
	return found;
}

function inFloat64({
	graph,
	feeds,
}: Awaited<ReturnType<typeof prepared>>): Numbers {
	const tensors = Object.entries(feeds).map(([name, { data, dims }]) => [
		name,
		tensor(dims, Float64Array.from(data)),
	]);
	return Object.fromEntries(
		Object.entries(interpret(graph, Object.fromEntries(tensors))).map(
			([name, { data }]) => [name, data],
		),
	);
}

/** The largest difference of an output over the output's largest number, by name, worst first. */
function farthest(expected: Numbers, found: Numbers): [string, number] {
	expect(Object.keys(found)).toEqual(Object.keys(expected));
	const gaps = Object.entries(expected).map(
		([name, values]): [string, number] => {
			const other = found[name] as ArrayLike<number>;
			expect(other.length, name).toBe(values.length);
			const all = Array.from(values);
			const most = all.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
			const gap = all.reduce(
				(m, x, i) => Math.max(m, Math.abs(x - (other[i] as number))),
				0,
			);
			return [name, gap / (most || 1)];
		},
	);
	return gaps.reduce((a, b) => (b[1] > a[1] || Number.isNaN(b[1]) ? b : a));
}

function expectNear(expected: Numbers, found: Numbers, limit: number): void {
	const [name, gap] = farthest(expected, found);
	expect(gap, name).toBeLessThan(limit);
}

const families = ["llama", "qwen3", "gpt2", "gemma3_text"];
const models = Object.values(smallConfigs).filter(({ model_type }) =>
	families.includes(String(model_type)),
);

describe.each(models)("$model_type", (config) => {
	it.each(Object.entries(cases))(
		"%s: loss, scores and every gradient are as with a prompt for each answer",
		async (_, groups) => {
			const model = await randomModel(config);
			const [apart, shared] = [
				await prepared(model, groups, { sharedPrompts: false }),
				await prepared(model, groups, { sharedPrompts: true }),
			];
			const tokens = (of: typeof apart) => of.feeds.ids?.data.length as number;
			expect(tokens(shared)).toBeLessThan(tokens(apart));
			expect(Object.keys(apart.graph.outputs).length).toBeGreaterThan(15);
			const exact = inFloat64(apart);
			expectNear(exact, inFloat64(shared), 1e-12);
			const [run, again] = (await onSession(shared, 2)) as [Numbers, Numbers];
			expectNear(exact, run, 1e-5);
			expect(again).toEqual(run);
		},
	);
});

describe("a graph with shared prompts", () => {
	const config = smallConfigs["gemma3, windows of 3 in some layers"] ?? {};
	const groups = cases["groups of all kinds"] as readonly Group[];

	it("gives the same gradients of adapters where layers are computed twice", async () => {
		const model = await randomModel(config);
		const paths = new Set(model.architecture.linears.map(({ path }) => path));
		const adapters: Tuning = {
			...{ kind: "lora", rank: 3, alpha: 6, rslora: false, dropout: 0 },
			paths,
		};
		const results = await Promise.all(
			[
				{ sharedPrompts: false, recompute: false },
				{ sharedPrompts: true, recompute: true },
			].map(async (options) =>
				onSession(
					await prepared(model, groups, { ...options, tuning: adapters }),
				),
			),
		);
		const [[kept], [again]] = results as [[Numbers], [Numbers]];
		expectNear(kept, again, 1e-5);
	});

	it("reads rewards at the last tokens, and takes their gradients back", async () => {
		const model = await randomModel(config);
		const step = (sharedPrompts: boolean) =>
			prepared(model, groups, { sharedPrompts }, rewarding);
		const [apart, shared] = [await step(false), await step(true)];
		const exact = inFloat64(apart);
		expect(exact["grad.score.weight"]?.length).toBe(32);
		expectNear(exact, inFloat64(shared), 1e-12);
		const [run] = (await onSession(shared)) as [Numbers];
		expectNear(exact, run, 1e-4);
	});

	it("takes a micro-batch in which nothing is shared", async () => {
		const model = await randomModel(config);
		const alone = groups.flat().map((row) => [row]);
		const [[apart], [shared]] = [
			await onSession(await prepared(model, alone, { sharedPrompts: false })),
			await onSession(await prepared(model, alone, { sharedPrompts: true })),
		] as [[Numbers], [Numbers]];
		expectNear(apart, shared, 1e-6);
	});
});
