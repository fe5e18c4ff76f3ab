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

/**
 * The line that the smooth part of the divisors follows gives original / (high - low) and low / (high - low): scaling all
 * three changes nothing, so low is taken as 1, as in every released model.
 */
function solve(
	divisors: ArrayLike<number>,
	base: number,
	headSize: number,
	factor: number,
): Llama3Rope | null {
	const points: [number, number][] = [];
	for (let i = 0; i < divisors.length; i++) {
		const divisor = divisors[i] as number;
		if (divisor <= 1.0001 || divisor >= factor * 0.9999) continue;
		const smooth = (1 / divisor - 1 / factor) / (1 - 1 / factor);
		points.push([base ** ((-2 * i) / headSize) / (2 * Math.PI), smooth]);
	}
	const [first, last] = [points[0], points.at(-1)];
	if (first === undefined || last === undefined || first === last) return null;
	const slope = (first[1] - last[1]) / (first[0] - last[0]);
	const offset = slope * first[0] - first[1];
	return {
		rope_type: "llama3",
		factor,
		low_freq_factor: 1,
		high_freq_factor: Math.round((1 + 1 / offset) * 1000) / 1000,
		original_max_position_embeddings: Math.round(slope / offset),
	};
}

/**
 * Llama 3's scaling that these divisors of the rotary frequencies come from. Throws `weights` where they come from none:
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
	const released: Llama3Rope = {
		rope_type: "llama3",
		factor,
		low_freq_factor: 1,
		high_freq_factor: 4,
		original_max_position_embeddings: 8192,
	};
	for (const rope of [released, solve(divisors, base, headSize, factor)]) {
		if (rope === null) continue;
		const again = llama3Divisors(rope, base, headSize);
		const agree = again.every(
			(value, i) => Math.abs(value / (values[i] as number) - 1) < 1e-4,
		);
		if (agree && again.length === values.length) return rope;
	}
	throw new TemperError("weights", {
		where,
		expected: "divisors of Llama 3's rotary scaling",
		found: "others",
		hint: "Temper knows no rotary positions of this kind.",
	});
}
