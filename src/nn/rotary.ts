import { TemperError } from "../core/error.ts";

/** How rotary frequencies are stretched beyond the length of pre-training. */
export type RotaryScaling =
	| { readonly kind: "default" }
	/** Every position divided by the factor (Chen et al., arXiv 2306.15595). */
	| { readonly kind: "linear"; readonly factor: number }
	/** As released with Llama 3.1: long waves divided, short ones kept, a ramp between. */
	| {
			readonly kind: "llama3";
			readonly factor: number;
			readonly lowFrequency: number;
			readonly highFrequency: number;
			readonly originalLength: number;
	  }
	/** Peng et al., arXiv 2309.00071, sections 3.2 and 3.4. */
	| {
			readonly kind: "yarn";
			readonly factor: number;
			readonly originalLength: number;
			readonly betaFast: number;
			readonly betaSlow: number;
			readonly attentionFactor: number;
			readonly truncate: boolean;
	  };

export interface RotaryOptions {
	readonly theta: number;
	readonly scaling: RotaryScaling;
	readonly headDim: number;
}

/** Radians per position of each pair of a head, [D/2], and the factor in front of both tables. */
export function rotaryFrequencies({ theta, scaling, headDim }: RotaryOptions): {
	readonly frequencies: number[];
	readonly amplitude: number;
} {
	const plain = Array.from(
		{ length: headDim / 2 },
		(_, i) => theta ** ((-2 * i) / headDim),
	);
	switch (scaling.kind) {
		case "default":
			return { frequencies: plain, amplitude: 1 };
		case "linear":
			return {
				frequencies: plain.map((f) => f / scaling.factor),
				amplitude: 1,
			};
		case "llama3":
			return {
				frequencies: plain.map((f) => llama3(f, scaling)),
				amplitude: 1,
			};
		case "yarn":
			return {
				frequencies: yarn(plain, scaling, theta, headDim),
				amplitude: scaling.attentionFactor,
			};
		default:
			return scaling satisfies never;
	}
}

function llama3(
	frequency: number,
	scaling: RotaryScaling & { kind: "llama3" },
): number {
	const { factor, lowFrequency, highFrequency, originalLength } = scaling;
	const wave = (2 * Math.PI) / frequency;
	if (wave < originalLength / highFrequency) return frequency;
	if (wave > originalLength / lowFrequency) return frequency / factor;
	const smooth =
		(originalLength / wave - lowFrequency) / (highFrequency - lowFrequency);
	return ((1 - smooth) * frequency) / factor + smooth * frequency;
}

function yarn(
	plain: readonly number[],
	scaling: RotaryScaling & { kind: "yarn" },
	theta: number,
	headDim: number,
): number[] {
	const { factor, originalLength, betaFast, betaSlow, truncate } = scaling;
	/** The pair that turns `rotations` times over the original length. */
	const pairOf = (rotations: number) =>
		(headDim * Math.log(originalLength / (rotations * 2 * Math.PI))) /
		(2 * Math.log(theta));
	const [from, to] = [pairOf(betaFast), pairOf(betaSlow)];
	const low = Math.max(truncate ? Math.floor(from) : from, 0);
	const high = Math.min(truncate ? Math.ceil(to) : to, headDim - 1);
	const width = high === low ? 0.001 : high - low;
	return plain.map((f, i) => {
		const ramp = Math.min(Math.max((i - low) / width, 0), 1);
		return (f / factor) * ramp + f * (1 - ramp);
	});
}

/** Cosines and sines of `length` positions, [length, D/2]. Throws `recipe` if a table would be absurd. */
export function rotaryTables(
	options: RotaryOptions,
	length: number,
): { readonly cos: Float32Array; readonly sin: Float32Array } {
	const { frequencies, amplitude } = rotaryFrequencies(options);
	const half = frequencies.length;
	if (!(length > 0 && length * half < 2 ** 28))
		throw new TemperError("recipe", {
			where: "rotary positions",
			expected: "a length that fits in memory",
			found: String(length),
		});
	const cos = new Float32Array(length * half);
	const sin = new Float32Array(length * half);
	for (let position = 0; position < length; position++)
		for (let i = 0; i < half; i++) {
			const angle = position * (frequencies[i] as number);
			cos[position * half + i] = amplitude * Math.cos(angle);
			sin[position * half + i] = amplitude * Math.sin(angle);
		}
	return { cos, sin };
}
