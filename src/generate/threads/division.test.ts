import { expect, it } from "vitest";
import type { Architecture } from "../../models/architecture.ts";
import type { DecodeOptions } from "../decode-session.ts";
import { divisionOf } from "./division.ts";

const cpu = { device: "cpu", threads: 2 } as const;
const none = { kind: "none" } as const;

function modelOf(values: number) {
	const linears = [{ path: "l", inFeatures: 1, outFeatures: values - 100 }];
	const architecture = { linears, vocabSize: 100, hiddenSize: 1 };
	return { architecture: architecture as unknown as Architecture };
}

/** How many parts decode a model of so many values. */
function parts(
	values: number,
	options: Partial<DecodeOptions> & {
		threads?: number | null;
		sessions?: number;
	} = {},
	rows?: number,
): number {
	const whole = { ...cpu, tuning: none, precision: "int8", ...options };
	return divisionOf(modelOf(values), whole as DecodeOptions, rows)?.parts ?? 1;
}

it("divides rows where copies of the weights are small and threads are to be had", () => {
	expect(parts(135e6)).toBe(2);
	expect(parts(135e6, { threads: 16 })).toBe(4);
	expect(parts(135e6, { threads: 1 })).toBe(1);
	expect(parts(135e6, {}, 3)).toBe(1);
	expect(parts(135e6, {}, 4)).toBe(2);
	// One more copy in float32 is half a gibibyte, two are more than one.
	expect(parts(135e6, { precision: "float32", threads: 16 })).toBe(2);
	expect(parts(1.5e9)).toBe(1);
	expect(parts(1e6)).toBe(1);
	expect(parts(135e6, { tuning: { kind: "full" } })).toBe(1);
	expect(parts(135e6, { device: "webgpu" })).toBe(1);
});

it("a recipe's number of sessions counts, up to one for each thread", () => {
	expect(parts(135e6, { sessions: 1 })).toBe(1);
	expect(parts(135e6, { threads: 16, sessions: 6 })).toBe(6);
	expect(parts(1.5e9, { sessions: 2 })).toBe(2);
	expect(parts(1e6, { sessions: 9 })).toBe(2);
	expect(parts(1e6, { sessions: 2 }, 3)).toBe(1);
	expect(parts(1e6, { sessions: 2, tuning: { kind: "full" } })).toBe(1);
});

it("leaves each part its share of the threads", () => {
	const options = {
		...cpu,
		threads: 9,
		tuning: none,
		precision: "int8",
	} as const;
	expect(divisionOf(modelOf(135e6), options)).toEqual({
		parts: 4,
		device: { device: "cpu", threads: 2 },
	});
});
