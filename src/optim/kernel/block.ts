import { kernelsOn } from "./kernel.ts";

/** Values of a tensor that are worked on at once where its arrays lie elsewhere: four blocks of them fit a processor's second cache. */
export const blockSize = 8192;

const blockBytes = 4 * blockSize;

/** Where blocks lie, in bytes: a few cache lines off multiples of 4 KiB, in which processors take addresses for equal. */
const places = {
	parameter: 4096,
	gradient: 4096 + blockBytes + 320,
	m: 4096 + 2 * blockBytes + 832,
	v: 4096 + 3 * blockBytes + 1344,
} as const;

const kernels = kernelsOn(places.v + blockBytes);

const arrayAt = (place: number) =>
	new Float32Array(kernels.memory, place, blockSize);

/** A memory of kernels into which blocks of arrays are copied. */
export const block = {
	kernels,
	parameter: arrayAt(places.parameter),
	gradient: arrayAt(places.gradient),
	m: arrayAt(places.m),
	v: arrayAt(places.v),
};
