import { assemble, type Code, type WasmFunction, wasm } from "./assemble.ts";

/** Values of a tensor that are worked on at once: four arrays of them fit a processor's second cache. */
export const blockSize = 8192;

const blockBytes = 4 * blockSize;

/** Where the arrays of a block lie in the kernels' memory, in bytes: a few cache lines off multiples of 4 KiB, in which processors take addresses for equal. */
const places = {
	parameter: 0,
	gradient: blockBytes + 320,
	m: 2 * blockBytes + 832,
	v: 3 * blockBytes + 1344,
	/** Four float64 sums of squares. */
	sums: 4 * blockBytes + 2048,
} as const;

const pages = Math.ceil((places.sums + 32) / 65536);

const { get, set, repeat, i32, v128, f32x4, f64x2, toFloat32 } = wasm;

/** Two values of an array, as float64. */
const two = (address: Code, offset: number): Code => [
	...[...address, ...v128.load64(offset), ...f64x2.promote],
];

/** Walks over the first `end` bytes of each array, 16 at a time. */
function overBlock(at: number, end: number, step: Code): Code {
	const next = [...get(at), ...i32.const(16), ...i32.add, ...set(at)];
	const condition = [...get(at), ...get(end), ...i32.lessThan];
	return repeat([...step, ...next], condition);
}

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
	const end = 0;
	const at = 1 + names.length;
	const vectorOf = (i: number) => at + 1 + i;
	const [x, m, v, change] = [0, 1, 2, 3].map((i) =>
		vectorOf(names.length + i),
	) as [number, number, number, number];
	const c = (name: keyof typeof coefficients): Code =>
		get(vectorOf(names.indexOf(name)));
	const spread = names.flatMap((name, i) => {
		const type = coefficients[name];
		const value = type === f32x4 ? [...get(1 + i), ...toFloat32] : get(1 + i);
		return [...value, ...type.splat, ...set(vectorOf(i))];
	});
	const load = (name: keyof typeof places, offset: number) =>
		two(get(at), places[name] + offset);
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
	const put = (name: keyof typeof places, value: Code): Code => [
		...[...get(at), ...value, ...v128.store(places[name])],
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
		parameters: ["i32", ...names.map(() => "f64" as const)],
		locals: [
			"i32",
			...names.map(() => "v128" as const),
			...[x, m, v, change].map(() => "v128" as const),
		],
		body: [...spread, ...overBlock(at, end, step)],
	};
}

/** Adds the squares of a block's gradient to the four sums. */
function squaresFunction(): WasmFunction {
	const [end, at, value] = [0, 1, 2];
	const sums = [3, 4] as const;
	const sumsAt = (i: number) => places.sums + 16 * i;
	const step = (offset: number): Code => {
		const sum = sums[offset / 8] as number;
		return [
			...[...two(get(at), places.gradient + offset), ...set(value)],
			...[...get(sum), ...get(value), ...get(value), ...f64x2.mul],
			...[...f64x2.add, ...set(sum)],
		];
	};
	const zero = i32.const(0);
	return {
		name: "squares",
		parameters: ["i32"],
		locals: ["i32", "v128", "v128", "v128"],
		body: [
			...sums.flatMap((sum, i) => [
				...[...zero, ...v128.load(sumsAt(i)), ...set(sum)],
			]),
			...overBlock(at, end, [...step(0), ...step(8)]),
			...sums.flatMap((sum, i) => [
				...[...zero, ...get(sum), ...v128.store(sumsAt(i))],
			]),
		],
	};
}

/** Kernels in WebAssembly, compiled when the module is first read. */
export interface Kernels {
	/** `adamW` on the first `bytes` of the block's arrays, at least 16 and a multiple of it. */
	readonly adamW: (bytes: number, ...coefficients: readonly number[]) => void;
	/** Adds squares of the gradient's first `bytes` to `sums`. */
	readonly squares: (bytes: number) => void;
	/** The block's arrays, which lie in the kernels' memory. */
	readonly parameter: Float32Array;
	readonly gradient: Float32Array;
	readonly m: Float32Array;
	readonly v: Float32Array;
	readonly sums: Float64Array;
}

interface Exports extends Pick<Kernels, "adamW" | "squares"> {
	readonly memory: { readonly buffer: ArrayBuffer };
}

/** What is used of the global object, for which the libraries of ECMAScript declare no type. */
interface WasmGlobal {
	readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
	readonly Instance: new (module: object) => { readonly exports: Exports };
}

function compile(): Kernels {
	const { WebAssembly } = globalThis as unknown as {
		readonly WebAssembly: WasmGlobal;
	};
	const bytes = assemble([adamWFunction(), squaresFunction()], pages);
	const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
	const { memory, adamW, squares } = exports;
	const block = (name: Exclude<keyof typeof places, "sums">) =>
		new Float32Array(memory.buffer, places[name], blockSize);
	return {
		...{ adamW, squares, parameter: block("parameter") },
		...{ gradient: block("gradient"), m: block("m"), v: block("v") },
		sums: new Float64Array(memory.buffer, places.sums, 4),
	};
}

export const kernels = compile();
