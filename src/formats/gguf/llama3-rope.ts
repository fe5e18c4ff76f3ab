import { TemperError } from "../../core/error.ts";

/** The parameters of Llama 3's rotary scaling, in the words of config.json. */
export interface Llama3Rope {
	readonly rope_type: "llama3";
	readonly factor: number;
	readonly low_freq_factor: number;
	readonly high_freq_factor: number;
	readonly original_max_position_embeddings: number;
}

/** Divisors of the rotary frequencies under Llama 3's scaling, as llama.cpp stores them in rope_freqs.weight. */
export function llama3Divisors(
	rope: Llama3Rope,
	base: number,
	headSize: number,
): number[] {
	const low = rope.low_freq_factor;
	const high = rope.high_freq_factor;
	return Array.from({ length: headSize / 2 }, (_, i) => {
		const wavelength = 2 * Math.PI * base ** ((2 * i) / headSize);
		const turns = rope.original_max_position_embeddings / wavelength;
		if (turns > high) return 1;
		if (turns < low) return rope.factor;
		const smooth = (turns - low) / (high - low);
		return 1 / ((1 - smooth) / rope.factor + smooth);
	});
}

/** Frequencies, in turns per position, and how far each lies from scaled (0) to untouched (1): those in between alone. */
function smoothPoints(
	divisors: readonly number[],
	base: number,
	factor: number,
): [number, number][] {
	return divisors.flatMap((divisor, i) => {
		if (divisor <= 1.0001 || divisor >= factor * 0.9999) return [];
		const frequency = base ** (-i / divisors.length) / (2 * Math.PI);
		const smooth = (1 / divisor - 1 / factor) / (1 - 1 / factor);
		return [[frequency, smooth] as [number, number]];
	});
}

const released = { low_freq_factor: 1, high_freq_factor: 4 } as const;

/**
 * Scalings that the points lie on. The smooth part is a line that gives original / (high - low) and low / (high - low):
 * multiplying all three by one number changes nothing, so low is taken as 1, as in every released model.
 */
function candidates(
	points: readonly [number, number][],
	factor: number,
): Llama3Rope[] {
	const rope = { rope_type: "llama3", factor } as const;
	const [first, last] = [points[0], points.at(-1)];
	const found = [
		{ ...rope, ...released, original_max_position_embeddings: 8192 },
	] as Llama3Rope[];
	if (first === undefined || last === undefined) return found;
	const turns = 3 * first[1] + 1;
	found.push({
		...rope,
		...released,
		original_max_position_embeddings: Math.round(turns / first[0]),
	});
	const slope = (first[1] - last[1]) / (first[0] - last[0]);
	const offset = slope * first[0] - first[1];
	found.push({
		...rope,
		low_freq_factor: 1,
		high_freq_factor: Math.round((1 + 1 / offset) * 1000) / 1000,
		original_max_position_embeddings: Math.round(slope / offset),
	});
	return found;
}

/**
 * Llama 3's scaling that these divisors of the rotary frequencies come from, or null if all are 1. Throws `weights` if they come from none:
 * the values recomputed from the answer must agree to 1e-4.
 */
export function findLlama3Rope(
	divisors: ArrayLike<number>,
	base: number,
	headSize: number,
	where: string,
): Llama3Rope | null {
	const values = Array.from(divisors);
	const factor = Math.max(...values);
	if (values.every((value) => value === 1)) return null;
	for (const rope of candidates(smoothPoints(values, base, factor), factor)) {
		const again = llama3Divisors(rope, base, headSize);
		const agree = again.every(
			(value, i) => Math.abs(value / (values[i] as number) - 1) < 1e-4,
		);
		if (agree && again.length === values.length) return rope;
	}
	throw new TemperError("weights", {
		where,
		expected: "divisors of Llama 3's rotary scaling",
		found: "different divisors",
		hint: "Temper knows no rotary positions of this kind.",
	});
}
