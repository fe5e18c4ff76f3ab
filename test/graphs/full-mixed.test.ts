import { expect, test } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import type { Example } from "../../src/data/example.ts";
import { packRows } from "../../src/data/pack.ts";
import { randomModel } from "../../src/generate/testing/random-model.ts";
import type { Buffer } from "../../src/graph/session.ts";
import type { Precision } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { stepGraph } from "../../src/policy/graphs.ts";
import { Policy } from "../../src/policy/policy.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import { toyFamilies } from "./toy-families.ts";

function rowsOf(count: number): Example[] {
	const stream = new RandomStream(1, "rows");
	return Array.from({ length: count }, (_, i) => {
		const ids = Int32Array.from({ length: 6 + i }, () => stream.integer(11));
		const mask = Uint8Array.from(ids, (_, t) => (t < 2 ? 0 : 1));
		return { id: `${i}`, ids, mask, liked: true };
	});
}

/** One step of all weights on ONNX Runtime. */
async function step(
	model: Awaited<ReturnType<typeof randomModel>>,
	precision: Precision,
): Promise<Record<string, Buffer>> {
	const tuning = { kind: "full" } as const;
	const { graph, trainables } = stepGraph(model, sft(), {
		...{ tuning, precision, recompute: false, sharedPrompts: false },
		...{ length: 16, chunks: 2 },
	});
	const policy = await Policy.initial(trainables, model, tuning, 0);
	const { buffers } = packRows(
		rowsOf(4).map((row) => [row]),
		{
			windows: model.architecture.windows,
			...{ chunks: 2, endIds: new Set<number>() },
		},
	);
	const session = await openSession(graph, { device: "cpu", threads: 1 });
	const out = await session.run({ ...buffers, ...policy.buffers });
	await session.dispose();
	return out;
}

// GPT-2 holds its matrices the other way round.
test.each(["llama", "gemma3", "gpt2"] as const)(
	"%s: mixed precision leaves the loss as it is and rounds the gradient a little",
	async (family) => {
		const model = await randomModel(toyFamilies[family]);
		const exact = await step(model, "float32");
		const mixed = await step(model, "mixed");
		expect(mixed.loss).toEqual(exact.loss);
		let [off, all] = [0, 0];
		for (const [name, { data }] of Object.entries(exact)) {
			if (!name.startsWith("grad.")) continue;
			const found = mixed[name]?.data as Float32Array;
			data.forEach((value, i) => {
				off += ((found[i] as number) - value) ** 2;
				all += value ** 2;
			});
		}
		const error = Math.sqrt(off / all);
		expect(error).toBeGreaterThan(1e-6);
		expect(error).toBeLessThan(0.05);
	},
);
