import type { StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import { showShape } from "../core/shape.ts";
import type { FrozenPrecision, Value } from "../graph/graph.ts";
import type { Ops } from "../graph/ops.ts";

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
 * How products with frozen matrices are computed. `float32`: exactly. `mixed`: the forward pass, and so every
 * reported number, exactly; the backward pass through frozen matrices in 8 bits. `int8`: both in 8 bits.
 */
export type Precision = "float32" | "mixed" | "int8";

/** A trainable tensor of a graph: an input whose gradient is an output. */
export interface Trainable {
	readonly name: string;
	readonly shape: readonly number[];
	readonly value: Value;
}

/** The weights of a model inside one graph: frozen ones in place, trainable ones as inputs, each declared once. */
export class Parameters {
	readonly ops: Ops;
	readonly tuning: Tuning;
	readonly layout: Layout;
	readonly precision: Precision;
	readonly trainables: Trainable[] = [];
	readonly #tensors: ReadonlyMap<string, StoredTensor>;
	readonly #values = new Map<string, Value>();

	constructor(
		ops: Ops,
		tensors: ReadonlyMap<string, StoredTensor>,
		options: {
			readonly tuning: Tuning;
			readonly layout: Layout;
			readonly precision: Precision;
		},
	) {
		this.ops = ops;
		this.#tensors = tensors;
		this.tuning = options.tuning;
		this.layout = options.layout;
		this.precision = options.precision;
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

	/** The matrix of a linear layer, which may be held in fewer bits when it is frozen. */
	matrix(name: string): Value {
		return this.#held(name, this.layout === "out-in");
	}

	/** The output head [V, C], likewise. */
	head(name: string): Value {
		return this.#held(name, true);
	}

	/** `byRows`: the forward pass multiplies by the transpose. */
	#held(name: string, byRows: boolean): Value {
		const { precision, tuning } = this;
		if (precision === "float32" || tuning.kind === "full")
			return this.weight(name);
		const forward = precision === "int8" ? 8 : 32;
		const held: FrozenPrecision = byRows
			? { transposed: forward, direct: 8 }
			: { transposed: 8, direct: forward };
		const own = `${name}.held`;
		return this.#once(own, () =>
			this.ops.frozen({ ...this.#stored(name), name: own }, held),
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

	#trainable(name: string, shape: readonly number[]): Value {
		const value = this.ops.input(name, shape);
		this.trainables.push({ name, shape, value });
		return value;
	}

	#stored(name: string): StoredTensor {
		const tensor = this.#tensors.get(name);
		if (tensor) return tensor;
		throw new TemperError("weights", {
			where: "checkpoint",
			expected: `a tensor ${name}`,
			found: "none of that name",
		});
	}
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
