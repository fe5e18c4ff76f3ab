import { assemble, type Code, type WasmFunction, wasm } from "./assemble.ts";

const { get, set, repeat, i32, v128, f32x4, f64x2, toFloat32 } = wasm;

/** Two values of an array, as float64. */
const two = (address: Code, offset: number): Code => [
	...[...address, ...v128.load64(offset), ...f64x2.promote],
];

/** Walks over arrays, 16 bytes at a time, from the addresses in some locals until the first of them is `end`. */
function overArrays(
	addresses: readonly number[],
	end: number,
	step: Code,
): Code {
	const next = addresses.flatMap((at) => [
		...[...get(at), ...i32.const(16), ...i32.add, ...set(at)],
	]);
	const condition = [...get(addresses[0] ?? 0), ...get(end), ...i32.lessThan];
	return repeat([...step, ...next], condition);
}

/** The arrays of an update, whose addresses are the first parameters. */
const arrays = { parameter: 0, gradient: 1, m: 2, v: 3 } as const;

/** Parameters of the update, in order, and the vectors that hold them in each lane. */
const coefficients = {
	...{ keep: f64x2, rate1: f64x2, beta2: f64x2, rate2: f64x2 },
	...{ inverseRoot: f32x4, stepSize: f32x4, epsilon: f32x4, scale: f64x2 },
} as const;

/**
 * The update of `adamW`, four values at a time. Moments and the new parameter are computed in float64 from what is stored, in
 * the order of `updateFrom`; only what is subtracted from the parameter is computed in float32, from the rounded moments.
 */
function adamWFunction(): WasmFunction {
	const names = Object.keys(coefficients) as (keyof typeof coefficients)[];
	const end = 4;
	const vectorOf = (i: number) => end + 1 + names.length + i;
	const [x, m, v, change] = [0, 1, 2, 3].map((i) =>
		vectorOf(names.length + i),
	) as [number, number, number, number];
	const c = (name: keyof typeof coefficients): Code =>
		get(vectorOf(names.indexOf(name)));
	const spread = names.flatMap((name, i) => {
		const type = coefficients[name];
		const given = get(end + 1 + i);
		const value = type === f32x4 ? [...given, ...toFloat32] : given;
		return [...value, ...type.splat, ...set(vectorOf(i))];
	});
	const load = (name: keyof typeof arrays, offset: number) =>
		two(get(arrays[name]), offset);
	const firstMoment = (offset: number): Code => [
		...[...load("m", offset), ...get(x), ...load("m", offset), ...f64x2.sub],
		...[...c("rate1"), ...f64x2.mul, ...f64x2.add, ...f64x2.demote],
	];
	const secondMoment = (offset: number): Code => [
		...[...load("v", offset), ...c("beta2"), ...f64x2.mul],
		...[...get(x), ...get(x), ...f64x2.mul, ...c("rate2"), ...f64x2.mul],
		...[...f64x2.add, ...f64x2.demote],
	];
	const scaled = (offset: number): Code => [
		...[...load("gradient", offset), ...c("scale"), ...f64x2.mul, ...set(x)],
	];
	const moved = (offset: number, half: Code): Code => [
		...[...load("parameter", offset), ...c("keep"), ...f64x2.mul],
		...[...half, ...f64x2.promote, ...f64x2.sub, ...f64x2.demote],
	];
	const put = (name: keyof typeof arrays, value: Code): Code => [
		...[...get(arrays[name]), ...value, ...v128.store(0)],
	];
	const step = [
		...[
			...scaled(0),
			...firstMoment(0),
			...set(m),
			...secondMoment(0),
			...set(v),
		],
		...[
			...scaled(8),
			...get(m),
			...firstMoment(8),
			...v128.lowHalves,
			...set(m),
		],
		...[...get(v), ...secondMoment(8), ...v128.lowHalves, ...set(v)],
		...[...put("m", get(m)), ...put("v", get(v))],
		...[...get(m), ...c("stepSize"), ...f32x4.mul],
		...[...get(v), ...f32x4.sqrt, ...c("inverseRoot"), ...f32x4.mul],
		...[...c("epsilon"), ...f32x4.add, ...f32x4.div, ...set(change)],
		...put("parameter", [
			...moved(0, get(change)),
			...moved(8, [...get(change), ...get(change), ...v128.highHalf]),
			...v128.lowHalves,
		]),
	];
	return {
		name: "adamW",
		parameters: [
			...Array.from({ length: 5 }, () => "i32" as const),
			...names.map(() => "f64" as const),
		],
		locals: [
			...names.map(() => "v128" as const),
			...[x, m, v, change].map(() => "v128" as const),
		],
		body: [...spread, ...overArrays(Object.values(arrays), end, step)],
	};
}

/** Adds the squares of a gradient to the four sums. */
function squaresFunction(): WasmFunction {
	const [gradient, end, value] = [0, 1, 2];
	const sums = [3, 4] as const;
	const step = (offset: number): Code => {
		const sum = sums[offset / 8] as number;
		return [
			...[...two(get(gradient), offset), ...set(value)],
			...[...get(sum), ...get(value), ...get(value), ...f64x2.mul],
			...[...f64x2.add, ...set(sum)],
		];
	};
	const zero = i32.const(0);
	return {
		name: "squares",
		parameters: ["i32", "i32"],
		locals: ["v128", "v128", "v128"],
		body: [
			...sums.flatMap((sum, i) => [
				...[...zero, ...v128.load(16 * i), ...set(sum)],
			]),
			...overArrays([gradient], end, [...step(0), ...step(8)]),
			...sums.flatMap((sum, i) => [
				...[...zero, ...get(sum), ...v128.store(16 * i)],
			]),
		],
	};
}

/** Kernels in WebAssembly on one memory, which begins with four float64 sums of squares. Addresses are in bytes; arrays have at least four values, and a multiple of four. */
export interface Kernels {
	readonly memory: ArrayBuffer;
	/** `adamW` on the arrays from these addresses to the parameters' `end`. */
	readonly adamW: (
		parameter: number,
		gradient: number,
		m: number,
		v: number,
		end: number,
		...coefficients: readonly number[]
	) => void;
	/** Adds squares of a gradient up to `end` to the sums. */
	readonly squares: (gradient: number, end: number) => void;
}

/** What is used of the global object, for which the libraries of ECMAScript declare no type. */
interface WasmGlobal {
	readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
	readonly Memory: new (size: {
		readonly initial: number;
		readonly maximum: number;
	}) => { readonly buffer: ArrayBuffer };
	readonly Instance: new (
		module: object,
		imports: object,
	) => { readonly exports: Pick<Kernels, "adamW" | "squares"> };
}

const { Module, Memory, Instance } = (
	globalThis as unknown as { readonly WebAssembly: WasmGlobal }
).WebAssembly;

/** Compiled when this module is first read; all instances share what the engine learns of it. */
const kernelModule = new Module(assemble([adamWFunction(), squaresFunction()]));

const pageBytes = 65536;

/** Kernels on a new memory of zeros, which never moves. Throws RangeError if there is no room for it. */
export function kernelsOn(bytes: number): Kernels {
	const pages = Math.ceil(bytes / pageBytes);
	const memory = new Memory({ initial: pages, maximum: pages });
	const imports = { kernels: { memory } };
	const { adamW, squares } = new Instance(kernelModule, imports).exports;
	return { memory: memory.buffer, adamW, squares };
}
