import { beforeAll, describe, expect, test } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { alone, type Example } from "../../data/example.ts";
import { packRows } from "../../data/pack.ts";
import {
	randomModel,
	smallConfigs,
} from "../../generate/testing/random-model.ts";
import type { Graph } from "../../graph/graph.ts";
import { interpret } from "../../graph/interpret/interpret.ts";
import { type Tensor, tensor } from "../../graph/interpret/tensor.ts";
import type { Buffers } from "../../graph/session.ts";
import type { Model } from "../../models/model.ts";
import { asft } from "../../objectives/imitation/asft.ts";
import { minorSft } from "../../objectives/imitation/minor-sft.ts";
import { sft } from "../../objectives/imitation/sft.ts";
import type { Objective } from "../../objectives/objective.ts";
import {
	compareGraph,
	type GraphOptions,
	scoreGraph,
	stepGraph,
} from "../../policy/graphs.ts";
import { Policy } from "../../policy/policy.ts";
import { heldAlone, nothingHeld } from "./anchor-inputs.ts";

const chunks = 2;
const options: GraphOptions = {
	tuning: { kind: "full" },
	...{ precision: "float32", length: 64, chunks },
	...{ recompute: false, sharedPrompts: false },
};

type Tensors = Readonly<Record<string, Tensor>>;

function row(name: string, prompt: number, answer: number): Example {
	const random = new RandomStream(3, name);
	const length = prompt + answer;
	return {
		id: name,
		ids: Int32Array.from({ length }, () => random.integer(61)),
		mask: Uint8Array.from({ length }, (_, t) => (t < prompt ? 0 : 1)),
		liked: true,
	};
}

const task = [row("a", 4, 5), row("b", 6, 3), row("c", 3, 4)];
const general = [row("d", 5, 4), row("e", 2, 7)];

let model: Model;
let base: Tensors;
/** As far from the base as the graphs need to tell them apart. */
let policy: Tensors;

const exact = (buffers: Buffers): Tensors =>
	Object.fromEntries(
		Object.entries(buffers).map(([name, { data, dims }]) => [
			name,
			tensor(dims, Float64Array.from(data)),
		]),
	);

const run = (graph: Graph, ...feeds: Tensors[]) =>
	interpret(graph, Object.assign({}, ...feeds));

const packed = (rows: readonly Example[]) =>
	packRows(alone(rows), {
		...{ windows: model.architecture.windows, chunks },
		endIds: new Set(),
	}).buffers;

beforeAll(async () => {
	const config = smallConfigs["llama, grouped queries, head size 8"] ?? {};
	model = await randomModel(config);
	const { trainables } = scoreGraph(model, options);
	const { buffers } = await Policy.base(trainables, model, options.tuning);
	base = exact(buffers);
	const random = new RandomStream(1, "policy");
	const moved = Object.entries(base).map(([name, { shape, data }]) => [
		name,
		tensor(
			shape,
			data.map((x) => x + 0.05 * random.normal()),
		),
	]);
	policy = Object.fromEntries(moved);
});

/** The base's states of rows, with a blank entry or more behind them, and its head under the names that graphs give it. */
function baseOf(rows: readonly Example[]) {
	const { graph } = scoreGraph(model, options);
	const { hidden } = run(graph, base, exact(packed(rows)));
	const { head } = model.architecture;
	const frozen = { "base.head": base[head], "anchor.head": base[head] };
	return { hidden: hidden as Tensor, frozen: frozen as Tensors };
}

/** The sum of KL(base || policy) over the rows' answers, by the graph that evaluations use. */
function klOf(rows: readonly Example[], weights: Tensors): number {
	const buffers = exact(packed(rows));
	const { hidden, frozen } = baseOf(rows);
	const { graph } = compareGraph(model, options);
	const { kl } = run(graph, weights, buffers, frozen, { baseHidden: hidden });
	const valid = buffers.valid?.data ?? [];
	return (kl as Tensor).data.reduce(
		(sum, x, s) => sum + x * (valid[s] ?? 0),
		0,
	);
}

function hold(
	objective: Objective,
	rows: readonly Example[],
	strength: number,
	weights = policy,
) {
	const { graph } = stepGraph(model, objective, { ...options, anchor: model });
	const { hidden, frozen } = baseOf(rows);
	const { hiddenSize } = model.architecture;
	const inputs = heldAlone(
		packed(rows),
		// In float32, as the runtime gives them; the exact ones take their place below.
		Float32Array.from(hidden.data),
		strength,
		{ chunks, hiddenSize },
	);
	const feeds = { ...exact(inputs), "anchor.hidden": hidden };
	const scalars = { strength: tensor([], Float64Array.of(0.7)) };
	return run(graph, weights, frozen, feeds, scalars);
}

const gradientsOf = (outputs: Tensors) =>
	Object.entries(outputs).filter(([name]) => name.startsWith("grad."));

const objectives = {
	sft: sft(),
	"minor-sft": minorSft({ beta: null }),
	asft: asft({ lambda: null, floor: null, keepEnd: false }),
};

describe.each(Object.entries(objectives))(
	"%s with an anchor",
	(_, objective) => {
		test("rows that are held alone teach the objective nothing, and their KL is the evaluation's", () => {
			const { loss, weight, anchor } = hold(objective, general, 2);
			expect(Math.abs(loss?.data[0] as number)).toBe(0);
			expect(weight?.data[0]).toBe(0);
			const kl = klOf(general, policy);
			expect(kl).toBeGreaterThan(0.01);
			expect(anchor?.data[0]).toBeCloseTo(kl, 11);
		});

		test("rows of the objective alone have the loss and gradients of a graph without an anchor", () => {
			const buffers = packed(task);
			const { hidden, frozen } = baseOf(task);
			const entries = buffers.targets?.data.length ?? 0;
			const given = {
				reference: tensor([entries], new Float64Array(entries).fill(-2)),
				strength: tensor([], Float64Array.of(0.7)),
				baseHidden: hidden,
			};
			const plain = stepGraph(model, objective, options).graph;
			const wanted = run(plain, policy, exact(buffers), frozen, given);
			const { graph } = stepGraph(model, objective, {
				...options,
				anchor: model,
			});
			const { hiddenSize } = model.architecture;
			const nothing = exact(nothingHeld(buffers, { chunks, hiddenSize }));
			const found = run(graph, policy, exact(buffers), frozen, given, nothing);
			expect(found.anchor?.data[0]).toBe(0);
			for (const [name, { data }] of Object.entries(wanted))
				data.forEach((x, i) => {
					const gap = Math.abs((found[name]?.data[i] as number) - x);
					expect(gap, name).toBeLessThan(1e-12 * (1 + Math.abs(x)));
				});
		});
	},
);

test("the gradient of held rows is strength times the slope of their KL", () => {
	const strength = 3;
	const outputs = hold(sft(), general, strength);
	const h = 1e-5;
	const random = new RandomStream(5, "places");
	const gradients = gradientsOf(outputs);
	expect(gradients.length).toBeGreaterThan(10);
	for (const [name, { data }] of gradients) {
		const parameter = name.slice("grad.".length);
		const at = random.integer(data.length);
		const moved = (by: number) => {
			const own = policy[parameter] as Tensor;
			const changed = own.data.map((x, i) => (i === at ? x + by : x));
			const weights = { ...policy, [parameter]: tensor(own.shape, changed) };
			return klOf(general, weights);
		};
		const slope = (moved(h) - moved(-h)) / (2 * h);
		const gap = Math.abs((data[at] as number) - strength * slope);
		expect(gap, name).toBeLessThan(1e-6 * (1 + Math.abs(slope)));
	}
});

test("at the base there is no KL and nothing pulls", () => {
	const outputs = hold(sft(), general, 100, base);
	expect(Math.abs(outputs.anchor?.data[0] as number)).toBeLessThan(1e-12);
	for (const [name, { data }] of gradientsOf(outputs))
		for (const x of data) expect(Math.abs(x), name).toBeLessThan(1e-10);
});
