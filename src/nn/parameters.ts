import type { StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import { showShape } from "../core/shape.ts";
import type {
	FrozenTransform,
	MatrixPrecision,
	Value,
} from "../graph/graph.ts";
import type { Ops } from "../graph/ops.ts";
import { isInBlocks } from "./blocks.ts";
import {
	type LayerBasis,
	type Rotation,
	requireRotation,
	weightTransform,
} from "./rotation.ts";

/** What is trained. */
export type Tuning =
	| { readonly kind: "none" }
	/** Every weight of the model. */
	| { readonly kind: "full" }
	/** Low-rank adapters on some linear layers (Hu et al., arXiv 2106.09685). */
	| {
			readonly kind: "lora";
			readonly rank: number;
			readonly alpha: number;
			/** Divide by sqrt(rank) and not by rank (Kalajdzievski, arXiv 2312.03732). */
			readonly rslora: boolean;
			readonly dropout: number;
			/** Paths of the adapted layers, `model.layers.0.self_attn.q_proj`. */
			readonly paths: ReadonlySet<string>;
	  };

/** How a linear layer's weight lies in the file: [out, in] everywhere but in GPT-2, where it is [in, out]. */
export type Layout = "out-in" | "in-out";

/**
 * How products with the matrices of linear layers are computed. `float32`: exactly. `mixed`: the forward pass, and so every
 * reported number, exactly; the backward pass through the matrices in 8 bits. `int8`, of frozen matrices alone: both in 8 bits, with the model
 * rotated so that rounding costs little (decision 0290). `int4`: the same, with the matrices of linear layers held in 4 bits (decision 0283), or,
 * of a model that holds them in blocks, exactly, with these blocks held as they are (decision 0273).
 */
export type Precision = "float32" | "mixed" | "int8" | "int4";

/** Precisions in which the forward pass rounds frozen matrices, in the basis of a rotation. */
export type RoundedPrecision = Extract<Precision, "int8" | "int4">;

export function isRounded(precision: string): precision is RoundedPrecision {
	return precision === "int8" || precision === "int4";
}

/** A trainable tensor of a graph: an input whose gradient is an output. */
export interface Trainable {
	readonly name: string;
	readonly shape: readonly number[];
	readonly value: Value;
}

export interface ParametersOptions {
	readonly tuning: Tuning;
	readonly precision: Precision;
	/** What a family says of its weights. */
	readonly architecture: {
		readonly layout: Layout;
		readonly rotation: Rotation | null;
		readonly linears: readonly { readonly path: string }[];
	};
	/** Whether adapters are inputs in the rotated basis already; if not, the graph rotates them. */
	readonly factorsRotated?: boolean;
}

interface HeldAs {
	/** The forward pass multiplies by the transpose. */
	readonly byRows: boolean;
	readonly transform: FrozenTransform | null;
	/** Where products are not in float32. */
	readonly bits: 4 | 8;
}

const asStored: MatrixPrecision = { direct: "stored", transposed: "stored" };

/** The weights of a model inside one graph: frozen ones in place, trainable ones as inputs, each declared once. */
export class Parameters {
	readonly ops: Ops;
	readonly tuning: Tuning;
	readonly layout: Layout;
	readonly precision: Precision;
	/** How the model is rotated; null if it is computed in the basis of its file. */
	readonly rotation: Rotation | null;
	/** Whether adapters are inputs in the rotated basis already (`rotateFactors`). */
	readonly factorsRotated: boolean;
	readonly trainables: Trainable[] = [];
	readonly #tensors: ReadonlyMap<string, StoredTensor>;
	/** Whether products hold matrices as their file does. */
	readonly #isStored: boolean;
	readonly #values = new Map<string, Value>();

	/** Throws `recipe` if frozen weights are to be rounded to int8 or int4 and the family cannot be rotated. */
	constructor(
		ops: Ops,
		tensors: ReadonlyMap<string, StoredTensor>,
		options: ParametersOptions,
	) {
		const { tuning, precision, architecture } = options;
		this.ops = ops;
		this.#tensors = tensors;
		this.tuning = tuning;
		this.precision = precision;
		this.layout = architecture.layout;
		const isFrozen = isRounded(precision) && tuning.kind !== "full";
		this.#isStored =
			isFrozen && precision === "int4" && isInBlocks({ architecture, tensors });
		const isRotated = isFrozen && !this.#isStored;
		this.rotation = isRotated ? requireRotation(architecture.rotation) : null;
		this.factorsRotated = options.factorsRotated ?? false;
	}

	has(name: string): boolean {
		return this.#tensors.has(name);
	}

	/** A weight by its name in the architecture. Throws `weights` if the checkpoint lacks it. */
	weight(name: string): Value {
		return this.#once(name, () => {
			const tensor = this.#stored(name);
			return this.tuning.kind === "full"
				? this.#trainable(name, tensor.shape)
				: this.ops.frozen({ ...tensor, name });
		});
	}

	/** The matrix of a linear layer, which products may hold in fewer bits. */
	matrix(path: string): Value {
		const name = `${path}.weight`;
		const basis = this.basisOf(path);
		return this.#held(name, this.#stored(name), {
			byRows: this.layout === "out-in",
			transform: basis && this.#transform(basis),
			bits: this.precision === "int4" && this.tuning.kind !== "full" ? 4 : 8,
		});
	}

	/** The bias of a linear layer, [out]. */
	bias(path: string): Value {
		const name = `${path}.bias`;
		const block = this.basisOf(path)?.output ?? null;
		if (block === null) return this.weight(name);
		return this.#once(`${name}.rotated`, () =>
			this.ops.frozen(
				{ ...this.#stored(name), name: `${name}.rotated` },
				undefined,
				{ gain: null, blocks: [block] },
			),
		);
	}

	/** The output head [V, C], which products may hold in fewer bits when it is frozen. */
	head(name: string): Value {
		return this.tuning.kind === "full"
			? this.weight(name)
			: this.#held(name, this.#stored(name), this.#headAs());
	}

	/**
	 * The head of another model of the same shapes, under a name of its own: in the basis of this graph, as its hidden states
	 * are, and in float32 unless the whole model is held in 8 bits.
	 */
	otherHead(
		own: string,
		name: string,
		tensors: ReadonlyMap<string, StoredTensor>,
	): Value {
		if (!this.rotation && !this.#isStored)
			return this.exactHead(own, name, tensors);
		return this.#held(own, stored(tensors, name), this.#headAs(tensors));
	}

	/** A head in float32 and in the basis of its file, under a name of its own. */
	exactHead(
		own: string,
		name: string,
		tensors: ReadonlyMap<string, StoredTensor>,
	): Value {
		const tensor = stored(tensors, name);
		return this.#once(own, () => this.ops.frozen({ ...tensor, name: own }));
	}

	/** The basis of a linear layer; null if nothing is rotated. */
	basisOf(path: string): LayerBasis | null {
		return this.rotation?.layers.get(path) ?? null;
	}

	#headAs(tensors = this.#tensors): HeldAs {
		const { rotation } = this;
		return {
			byRows: true,
			transform: rotation && this.#transform(rotation.head, tensors),
			bits: 8,
		};
	}

	#transform(basis: LayerBasis, tensors = this.#tensors): FrozenTransform {
		return weightTransform(basis, (name) => stored(tensors, name));
	}

	#held(name: string, tensor: StoredTensor, as: HeldAs): Value {
		const { precision, tuning } = this;
		if (precision === "float32") return this.weight(name);
		const own = `${name}.held`;
		if (this.#isStored)
			return this.#once(own, () =>
				this.ops.frozen({ ...tensor, name: own }, asStored),
			);
		const backward = as.bits;
		const forward = isRounded(precision) ? as.bits : 32;
		const held: MatrixPrecision = as.byRows
			? { transposed: forward, direct: backward }
			: { transposed: backward, direct: forward };
		if (tuning.kind === "full")
			return this.#once(name, () => this.#trainable(name, tensor.shape, held));
		return this.#once(own, () =>
			this.ops.frozen({ ...tensor, name: own }, held, as.transform),
		);
	}

	/** Another trainable input. */
	trainable(name: string, shape: readonly number[]): Value {
		return this.#once(name, () => this.#trainable(name, shape));
	}

	/** An input that is declared once and shared, such as a dropout mask. */
	shared(name: string, declare: () => Value): Value {
		return this.#once(name, declare);
	}

	#once(key: string, declare: () => Value): Value {
		const known = this.#values.get(key);
		if (known) return known;
		const value = declare();
		this.#values.set(key, value);
		return value;
	}

	#trainable(
		name: string,
		shape: readonly number[],
		precision: MatrixPrecision | null = null,
	): Value {
		const value = precision
			? this.ops.inputMatrix(name, shape, precision)
			: this.ops.input(name, shape);
		this.trainables.push({ name, shape, value });
		return value;
	}

	#stored(name: string): StoredTensor {
		return stored(this.#tensors, name);
	}
}

function stored(
	tensors: ReadonlyMap<string, StoredTensor>,
	name: string,
): StoredTensor {
	const tensor = tensors.get(name);
	if (tensor) return tensor;
	throw new TemperError("weights", {
		where: "checkpoint",
		expected: `a tensor ${name}`,
		found: "none of that name",
	});
}

/** What an adapter's product B A is multiplied by: alpha / R, or alpha / sqrt(R) with `rslora`. */
export function adapterScale(tuning: {
	readonly rank: number;
	readonly alpha: number;
	readonly rslora: boolean;
}): number {
	const { rank, alpha, rslora } = tuning;
	return alpha / (rslora ? Math.sqrt(rank) : rank);
}

/** Throws `weights` unless a stored tensor has the shape that the architecture gives it. */
export function expectShape(
	tensor: StoredTensor,
	shape: readonly number[],
): void {
	const fits =
		tensor.shape.length === shape.length &&
		shape.every((size, i) => size === tensor.shape[i]);
	if (fits) return;
	throw new TemperError("weights", {
		where: `${tensor.file}, tensor ${tensor.name}`,
		expected: `shape ${showShape(shape)} as the config says`,
		found: showShape(tensor.shape),
	});
}
