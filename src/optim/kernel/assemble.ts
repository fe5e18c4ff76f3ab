/** Bytes of WebAssembly: instructions, or parts of a module. */
export type Code = readonly number[];

/** LEB128, unsigned. */
function unsigned(value: number): number[] {
	const low = value & 0x7f;
	const rest = value >>> 7;
	return rest === 0 ? [low] : [low | 0x80, ...unsigned(rest)];
}

/** LEB128, signed. */
function signed(value: number): number[] {
	const low = value & 0x7f;
	const rest = value >> 7;
	const isLast = rest === (low & 0x40 ? -1 : 0);
	return isLast ? [low] : [low | 0x80, ...signed(rest)];
}

const vector = (items: readonly Code[]) => [
	...unsigned(items.length),
	...items.flat(),
];

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];

/** A memory access whose address is aligned to 2 ** align bytes. */
const access = (align: number, offset: number): Code => [
	...unsigned(align),
	...unsigned(offset),
];

/** The instructions that the kernels use, by their names in the specification (WebAssembly 2.0, section 5.4). */
export const wasm = {
	get: (local: number): Code => [0x20, ...unsigned(local)],
	set: (local: number): Code => [0x21, ...unsigned(local)],
	/** Does the body at least once, and again for as long as the condition holds. */
	repeat: (body: Code, condition: Code): Code => [
		...[0x03, 0x40, ...body, ...condition],
		...[0x0d, 0x00, 0x0b],
	],
	i32: {
		const: (value: number): Code => [0x41, ...signed(value)],
		add: [0x6a] as Code,
		lessThan: [0x49] as Code,
	},
	v128: {
		load: (offset: number): Code => [...simd(0x00), ...access(4, offset)],
		store: (offset: number): Code => [...simd(0x0b), ...access(4, offset)],
		/** Eight bytes into the low half. */
		load64: (offset: number): Code => [...simd(0x5d), ...access(3, offset)],
		/** The low half of two vectors, one after the other. */
		lowHalves: [
			...simd(0x0d),
			...[0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23],
		] as Code,
		/** The high half of a vector, twice. */
		highHalf: [
			...simd(0x0d),
			...[8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15],
		] as Code,
	},
	f32x4: {
		splat: simd(0x13),
		add: simd(0xe4),
		mul: simd(0xe6),
		div: simd(0xe7),
		sqrt: simd(0xe3),
	},
	/** Of a float64. */
	toFloat32: [0xb6] as Code,
	f64x2: {
		splat: simd(0x14),
		add: simd(0xf0),
		sub: simd(0xf1),
		mul: simd(0xf2),
		div: simd(0xf3),
		sqrt: simd(0xef),
		/** From the low two float32 values. */
		promote: simd(0x5f),
		/** To the low two float32 values. */
		demote: simd(0x5e),
	},
} as const;

const types = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const;

type ValueType = keyof typeof types;

/** A function that returns nothing. Its locals are numbered from 0, parameters first. */
export interface WasmFunction {
	readonly name: string;
	readonly parameters: readonly ValueType[];
	readonly locals: readonly ValueType[];
	readonly body: Code;
}

const section = (id: number, content: readonly number[]) => [
	...[id, ...unsigned(content.length)],
	...content,
];

const text = (value: string): Code =>
	vector([...new TextEncoder().encode(value)].map((byte) => [byte]));

const named = (name: string, kind: number, index: number): Code => [
	...[...text(name), kind, ...unsigned(index)],
];

function bodyOf({ locals, body }: WasmFunction): Code {
	const declared = locals.map((type) => [0x01, types[type]]);
	const code = [...vector(declared), ...body, 0x0b];
	return [...unsigned(code.length), ...code];
}

/** A module of functions on one memory, which it imports as `memory` of `kernels`. */
export function assemble(
	functions: readonly WasmFunction[],
): Uint8Array<ArrayBuffer> {
	const signatures = functions.map(({ parameters }): Code => {
		const typed = parameters.map((type) => [types[type]]);
		return [0x60, ...vector(typed), 0x00];
	});
	const exported = functions.map(({ name }, i) => named(name, 0x00, i));
	const memory = [
		...[...text("kernels"), ...text("memory")],
		...[0x02, 0x00, ...unsigned(0)],
	];
	return Uint8Array.from([
		...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
		...section(1, vector(signatures)),
		...section(2, vector([memory])),
		...section(3, vector(functions.map((_, i) => unsigned(i)))),
		...section(7, vector(exported)),
		...section(10, vector(functions.map(bodyOf))),
	]);
}
