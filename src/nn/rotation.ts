import type { StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import { applyTransform } from "../graph/frozen-transform.ts";
import type { FrozenTransform, Value } from "../graph/graph.ts";
import type { Ops } from "../graph/ops.ts";
import type { Buffer, Buffers } from "../graph/session.ts";

/**
 * In which basis a linear layer reads and writes features in a rotated model: its weight W [out, in] becomes
 * S^T W diag(gain) R, with R the rotation of its input and S that of its output.
 */
export interface LayerBasis {
	/** The norm weight [in] that is folded into the layer, by its tensor's name; null for none. */
	readonly gain: string | null;
	/** Blocks in which the input is rotated; null if it is not. */
	readonly input: number | null;
	/** Whether the input arrives rotated. If not, it is rotated for the product with the frozen weight alone. */
	readonly arrivesRotated: boolean;
	/** Blocks in which the output is rotated; null if it is not. */
	readonly output: number | null;
}

/**
 * How a family's model is rotated without a change of what it computes (Ashkboos et al., QuaRot, arXiv 2404.00456,
 * section 4): the features that its products read then have no outliers, and lose little when they are rounded to 8 bits.
 */
export interface Rotation {
	/** Width of the residual stream, which is rotated in one block. */
	readonly width: number;
	/** Norms whose weights are folded into the layers that read them. */
	readonly norms: ReadonlySet<string>;
	/** By path. */
	readonly layers: ReadonlyMap<string, LayerBasis>;
	readonly head: LayerBasis;
}

/** Throws `recipe` for a family that cannot be rotated, and so has no products in 8 bits. */
export function requireRotation(rotation: Rotation | null): Rotation {
	if (rotation) return rotation;
	throw new TemperError("recipe", {
		where: "precision int8",
		expected: "a model of the families llama, mistral, qwen2 or qwen3",
		found: "a model that cannot be rotated",
		hint: "Use precision float32, or mixed for training.",
	});
}

/** The basis of a weight [out, in] of a layer. */
export function weightTransform(
	{ gain, input, output }: LayerBasis,
	stored: (name: string) => StoredTensor,
): FrozenTransform {
	return {
		gain: gain === null ? null : stored(gain),
		blocks: [output, input],
	};
}

/** A factor [R, in] that reads a layer's input x as it arrives: rows a become a diag(gain) R. */
export function intoInput(
	ops: Ops,
	{ gain, input, arrivesRotated }: LayerBasis,
	factor: Value,
	weight: (name: string) => Value,
): Value {
	if (!arrivesRotated || input === null) return factor;
	const scaled = gain === null ? factor : ops.mul(factor, weight(gain));
	return ops.rotateBlocks(scaled, { axis: 1, block: input, inverse: false });
}

/** A factor [out, R] that adds to a layer's output. */
export function intoOutput(
	ops: Ops,
	{ output }: LayerBasis,
	factor: Value,
): Value {
	if (output === null) return factor;
	return ops.rotateBlocks(factor, { axis: 0, block: output, inverse: false });
}

/**
 * The factors of adapters as `intoInput` and `intoOutput` bring them: for graphs that run so few tokens that they would
 * spend more on the factors than on the tokens. `gains`: the folded norm weights, by tensor name.
 */
export function rotateFactors(
	rotation: Rotation,
	gains: ReadonlyMap<string, Float32Array>,
	adapters: Buffers,
): Record<string, Buffer> {
	const entries = Object.entries(adapters).map(
		([name, { data, dims }]): [string, Buffer] => {
			const [, path = "", factor] =
				/^(.*)\.lora_([AB])\.weight$/.exec(name) ?? [];
			const basis = rotation.layers.get(path);
			const turned = Float32Array.from(data);
			if (basis && factor === "B")
				applyTransform(turned, dims, null, { blocks: [basis.output, null] });
			else if (basis?.arrivesRotated)
				applyTransform(turned, dims, gainOf(basis, gains), {
					blocks: [null, basis.input],
				});
			return [name, { data: turned, dims }];
		},
	);
	return Object.fromEntries(entries);
}

const gainOf = (
	{ gain }: LayerBasis,
	gains: ReadonlyMap<string, Float32Array>,
) => (gain === null ? null : (gains.get(gain) as Float32Array));

/** A layer's input [N, in] as it would be without a rotation. */
export function originalInput(
	ops: Ops,
	{ gain, input, arrivesRotated }: LayerBasis,
	x: Value,
	weight: (name: string) => Value,
): Value {
	if (!arrivesRotated || input === null) return x;
	const plain = ops.rotateBlocks(x, { axis: 1, block: input, inverse: true });
	return gain === null ? plain : ops.mul(plain, weight(gain));
}

/** A layer's input [N, in] as the product with its frozen weight reads it. */
export function rotatedInput(
	ops: Ops,
	{ input, arrivesRotated }: LayerBasis,
	x: Value,
): Value {
	if (arrivesRotated || input === null) return x;
	return ops.rotateBlocks(x, { axis: 1, block: input, inverse: false });
}
