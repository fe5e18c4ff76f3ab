import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { decodeMessage } from "../../../src/engine/torch/wire.ts";
import { RawWorker } from "./raw-worker.ts";
import { readSaved, savedOps } from "./saved.ts";

const python = inject("python");

/** Fields that differ from machine to machine. */
const ofMachine = new Set(["memory", "peakMemory"]);

/** Numbers of a step differ a little between versions of PyTorch. */
const digits = 4;

describe.skipIf(python === null)("a worker that is sent saved requests", () => {
	let worker: RawWorker;
	beforeAll(async () => {
		worker = await RawWorker.start(python as string);
	});
	afterAll(() => worker?.end());

	// In their order: later ones need what earlier ones opened.
	test.each(savedOps)("answers as it did: %s", async (op) => {
		const reply = decodeMessage(await worker.ask(readSaved(op, "request")));
		const saved = decodeMessage(readSaved(op, "reply"));
		const names = Object.keys(saved.fields).sort();
		expect(Object.keys(reply.fields).sort()).toEqual(names);
		for (const name of names.filter((one) => !ofMachine.has(one)))
			expectNear(reply.fields[name], saved.fields[name]);
		expect(Object.keys(reply.tensors).sort()).toEqual(
			Object.keys(saved.tensors).sort(),
		);
		for (const [name, { shape, data }] of Object.entries(saved.tensors)) {
			const found = reply.tensors[name];
			expect(found?.shape, name).toEqual(shape);
			expect(found?.data.constructor, name).toBe(data.constructor);
			expectNear([...(found?.data ?? [])], [...data]);
		}
	});
});

function expectNear(found: unknown, wanted: unknown): void {
	if (typeof wanted === "number") expect(found).toBeCloseTo(wanted, digits);
	else if (Array.isArray(wanted)) {
		expect(found).toHaveLength(wanted.length);
		for (const [i, one] of wanted.entries())
			expectNear((found as unknown[])[i], one);
	} else expect(found).toEqual(wanted);
}
