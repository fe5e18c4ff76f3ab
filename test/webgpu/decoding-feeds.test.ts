import { afterEach, expect, it, vi } from "vitest";
import { DecodeSession } from "../../src/generate/decode-session.ts";
import { roomToGrow } from "../../src/generate/key-value-cache.ts";
import { ModelDecoder } from "../../src/generate/model-decoder.ts";
import { arrangeGraph } from "../../src/generate/on-device/arrange-graph.ts";
import { placeGraph } from "../../src/generate/on-device/place-graph.ts";
import {
	randomModel,
	smallConfigs,
} from "../../src/generate/testing/random-model.ts";
import type { Buffer, Values } from "../../src/graph/session.ts";
import { DeviceSession } from "../../src/runtime/device-session.ts";
import { placement } from "../../src/runtime/testing/placement.ts";
import { describeOnWebGpu, webgpu } from "./on-webgpu.ts";
import { adapters } from "./random-step.ts";

const slots = 3;
const kvHeads = 2;

const arraysOf = (values: Values) =>
	Object.values(values).filter((value): value is Buffer => "data" in value);

const bytesOf = (values: Values) =>
	arraysOf(values).reduce((sum, { data }) => sum + data.byteLength, 0);

/** A decoder of a model with adapters, and what crossed to the device and back since it was last asked. */
async function openWatched() {
	const sessions: DeviceSession[] = [];
	const create = DeviceSession.create.bind(DeviceSession);
	vi.spyOn(DeviceSession, "create").mockImplementation(async (...args) => {
		const session = await create(...args);
		const run = session.run.bind(session);
		session.run = async (feeds) => {
			crossed.fed += bytesOf(feeds);
			const found = await run(feeds);
			crossed.returned += bytesOf(found);
			crossed.runs++;
			return found;
		};
		sessions.push(session);
		return session;
	});
	let crossed = { fed: 0, returned: 0, runs: 0 };
	const model = await randomModel({
		...Object.values(smallConfigs)[0],
		max_position_embeddings: 400,
	});
	expect(model.architecture.kvHeads).toBe(kvHeads);
	const session = await DecodeSession.open(model, {
		...{ tuning: adapters(model), precision: "float32" },
		...webgpu,
	});
	return {
		session,
		decoder: new ModelDecoder(session, null),
		live: () => sessions.reduce((sum, { live }) => sum + live, 0),
		taken() {
			const taken = crossed;
			crossed = { fed: 0, returned: 0, runs: 0 };
			return taken;
		},
	};
}

const prompts = (length: number) =>
	Array.from({ length: slots }, (_, slot) => ({
		...{ slot, cached: 0 },
		ids: Int32Array.from({ length }, (_, t) => (t * 7 + slot) % 61),
	}));

afterEach(() => {
	vi.restoreAllMocks();
});

describeOnWebGpu("what crosses to WebGPU at a step", () => {
	it("is ids, masks and indices, not keys, values, tables or adapters, however long rows are", async () => {
		const { session, decoder, taken } = await openWatched();
		for (const length of [10, 300]) {
			decoder.reset(slots, 400);
			await decoder.prefill(prompts(length));
			const room = roomToGrow(length, 400);
			// What the prompt computed gets its place in a blank cache, which is an array.
			await decoder.step(Int32Array.of(1, 2, 3));
			for (let step = 0; step < 3; step++) {
				taken();
				await decoder.step(Int32Array.of(1, 2, 3));
				// Ids, positions and the tokens that logits are wanted after, then a mask [slots, 1, 1, room + 1].
				const pass = 4 * slots * (3 + room + 1);
				const index = 4 * slots * kvHeads * room;
				expect(taken()).toEqual({
					fed: pass + index,
					returned: 4 * slots * 61,
					runs: 2,
				});
			}
		}
		await session.dispose();
	});

	it("stays there once: what is not used any more is given back", async () => {
		const { session, decoder, live } = await openWatched();
		expect(live()).toBe(0);
		const counts: number[] = [];
		for (let round = 0; round < 2; round++) {
			decoder.reset(slots, 80);
			await decoder.prefill(prompts(9));
			for (let step = 0; step < 4; step++) {
				await decoder.step(Int32Array.of(1, 2, 3));
				counts.push(live());
			}
			await decoder.step(Int32Array.of(1));
			decoder.copy(1, 0);
			await decoder.prefill(prompts(70).slice(0, 1));
			await decoder.step(Int32Array.of(1, 2, 3));
			counts.push(live());
		}
		expect(new Set(counts).size).toBe(1);
		const before = live();
		decoder.reset(slots, 80);
		expect(live()).toBe(0);
		expect(before).toBeGreaterThan(0);
		await decoder.prefill(prompts(4));
		expect(live()).toBeGreaterThan(0);
		await session.dispose();
		expect(live()).toBe(0);
	});

	it("is arranged and placed by nodes of the device alone", async () => {
		const { architecture } = await randomModel(Object.values(smallConfigs)[0]!);
		const { kvHeads, headDim } = architecture;
		const graph = arrangeGraph(architecture);
		const zeros = (...dims: number[]) => ({
			data: new Float32Array(dims.reduce((a, b) => a * b, 1)),
			dims,
		});
		const feeds = Object.fromEntries(
			graph.leaves.map(({ value: { name } }): [string, Buffer] => [
				name,
				name.startsWith("past")
					? zeros(1, kvHeads, 4, headDim)
					: zeros(2, kvHeads * headDim),
			]),
		);
		const index = {
			data: new Int32Array(kvHeads * 6),
			dims: [1, kvHeads, 6],
		};
		const arranged = await placement(graph, { ...feeds, index }, webgpu);
		expect(arranged.cpu).toEqual({});
		expect(arranged.device.Gather).toBe(2 * architecture.layers);
		const x = { name: "x", dtype: "float32", shape: ["P", 4] } as const;
		const placed = await placement(placeGraph([x]), { x: zeros(2, 4) }, webgpu);
		expect(placed.cpu).toEqual({});
	});
});
