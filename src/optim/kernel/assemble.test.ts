import { describe, expect, it } from "vitest";
import { assemble, wasm } from "./assemble.ts";

const { get, set, repeat, i32, v128, f64x2 } = wasm;

interface Instance {
	readonly exports: {
		readonly twice: (bytes: number) => void;
	};
}

const { Memory, Module, Instance } = (
	globalThis as unknown as {
		readonly WebAssembly: {
			readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
			readonly Memory: new (size: {
				initial: number;
			}) => {
				readonly buffer: ArrayBuffer;
			};
			readonly Instance: new (module: object, imports: object) => Instance;
		};
	}
).WebAssembly;

describe("assemble", () => {
	it("makes a module whose loop runs over memory, offsets of several bytes included", () => {
		const far = 1000;
		const body = repeat(
			[
				...[...get(1), ...get(1), ...v128.load(far), ...set(2)],
				...[...get(2), ...get(2), ...f64x2.add, ...v128.store(far)],
				...[...get(1), ...i32.const(16), ...i32.add, ...set(1)],
			],
			[...get(1), ...get(0), ...i32.lessThan],
		);
		const bytes = assemble([
			{ name: "twice", parameters: ["i32"], locals: ["i32", "v128"], body },
		]);
		const memory = new Memory({ initial: 1 });
		const imports = { kernels: { memory } };
		const { twice } = new Instance(new Module(bytes), imports).exports;
		const values = new Float64Array(memory.buffer, far, 6);
		values.set([1, 2, 3, 4, 5, 6]);
		twice(32);
		expect([...values]).toEqual([2, 4, 6, 8, 5, 6]);
	});

	it("writes negative and large constants as the format has them", () => {
		expect(i32.const(-1)).toEqual([0x41, 0x7f]);
		expect(i32.const(64)).toEqual([0x41, 0xc0, 0x00]);
		expect(i32.const(-129)).toEqual([0x41, 0xff, 0x7e]);
		expect(get(300)).toEqual([0x20, 0xac, 0x02]);
	});
});
