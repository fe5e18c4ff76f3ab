import { type Kernels, kernelsOn } from "./kernel.ts";

/** The arrays of a training by tensor, all zero. */
export interface TrainingArrays {
	readonly parameters: readonly Float32Array[];
	readonly gradients: readonly Float32Array[];
	readonly m: readonly Float32Array[];
	readonly v: readonly Float32Array[];
}

/** Of a memory that 32-bit addresses reach, all but a page. */
const mostBytes = 2 ** 32 - 65536;

/** Arrays of one tensor are a few cache lines off multiples of 4 KiB apart, in which processors take addresses for equal. */
const skews = [0, 320, 832, 1344] as const;

/** Kernels by the memory on which they work. */
const kernelsByMemory = new WeakMap<ArrayBufferLike, Kernels>();

/** What works on arrays where they are; null if they do not lie in one memory of kernels. */
export function kernelsOver(
	...arrays: readonly Float32Array[]
): Kernels | null {
	const [first, ...others] = arrays.map(({ buffer }) => buffer);
	const isOne = others.every((buffer) => buffer === first);
	return (first && isOne && kernelsByMemory.get(first)) || null;
}

/** Arrays of such sizes in a memory of kernels, which then copy nothing; arrays of their own if such a memory cannot be had. */
export function trainingArrays(sizes: readonly number[]): TrainingArrays {
	const starts = [0];
	for (const size of sizes)
		starts.push((starts.at(-1) as number) + 16 * Math.ceil(size / 4));
	const stride = 4096 * Math.ceil((starts.pop() as number) / 4096);
	const kernels = kernelsFor(4096 + 4 * stride + skews[3]);
	const [parameters, gradients, m, v] = skews.map((skew, kind) =>
		sizes.map((size, i) => {
			const start = 4096 + kind * stride + skew + (starts[i] as number);
			return kernels
				? new Float32Array(kernels.memory, start, size)
				: new Float32Array(size);
		}),
	) as [Float32Array[], Float32Array[], Float32Array[], Float32Array[]];
	return { parameters, gradients, m, v };
}

function kernelsFor(bytes: number): Kernels | null {
	if (bytes > mostBytes) return null;
	try {
		const kernels = kernelsOn(bytes);
		kernelsByMemory.set(kernels.memory, kernels);
		return kernels;
	} catch {
		return null;
	}
}
