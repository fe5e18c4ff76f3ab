import { expect, it } from "vitest";
import type { Architecture } from "../../models/architecture.ts";
import type { DecodeOptions } from "../decode-session.ts";
import { divisionOf } from "./division.ts";

const cpu = { device: "cpu", threads: 2 } as const;
const none = { kind: "none" } as const;

/** How many parts decode a model of so many values. */
function parts(
	values: number,
	options: Partial<DecodeOptions> & { threads?: number | null } = {},
	rows?: number,
): number {
	const tensors = new Map([["w", [values]]]);
	const model = { architecture: { tensors } as unknown as Architecture };
	const whole = { ...cpu, tuning: none, precision: "int8", ...options };
	return divisionOf(model, whole as DecodeOptions, rows)?.parts ?? 1;
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

it("leaves each part its share of the threads", () => {
	const tensors = new Map([["w", [135e6]]]);
	const model = { architecture: { tensors } as unknown as Architecture };
	const options = {
		...cpu,
		threads: 9,
		tuning: none,
		precision: "int8",
	} as const;
	expect(divisionOf(model, options)).toEqual({
		parts: 4,
		device: { device: "cpu", threads: 2 },
	});
});
