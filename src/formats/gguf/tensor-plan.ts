import { TemperError } from "../../core/error.ts";
import type { GgufFile, GgufTensor } from "./gguf-file.ts";

/** What lies between a tensor in GGUF and the same tensor in a Hugging Face folder. */
export type Layout =
	| { readonly kind: "same" }
	/** llama.cpp rotates neighbouring pairs, Hugging Face halves of a head: rows alternate inside each of `heads` heads. */
	| { readonly kind: "pairedRows"; readonly heads: number }
	/** GPT-2's Conv1D keeps [in, out]. */
	| { readonly kind: "transposed" }
	/** Gemma's norms multiply by one plus their weight, which llama.cpp adds beforehand. */
	| { readonly kind: "plusOne" };

/** A tensor of the folder to be written, and where it comes from. */
export interface PlannedTensor {
	readonly name: string;
	readonly shape: readonly number[];
	readonly source: GgufTensor;
	readonly layout: Layout;
}

const same: Layout = { kind: "same" };

/** Assigns the tensors of a GGUF file to the names of a Hugging Face model, each exactly once. */
export class TensorPlan {
	readonly tensors: PlannedTensor[] = [];
	readonly #gguf: GgufFile;
	readonly #left: Set<string>;

	constructor(gguf: GgufFile) {
		this.#gguf = gguf;
		this.#left = new Set(gguf.tensors.keys());
	}

	has(source: string): boolean {
		return this.#gguf.tensors.has(source);
	}

	/** A tensor that must be there. Throws `weights`. */
	source(name: string): GgufTensor {
		const tensor = this.#gguf.tensors.get(name);
		if (tensor !== undefined) return tensor;
		throw new TemperError("weights", {
			where: this.#gguf.file,
			expected: `the tensor ${name}`,
			found: "no such tensor",
		});
	}

	/** Plans one tensor. `shape` is that of the folder. Throws `weights` if the file has none of that name and shape. */
	take(
		from: string,
		name: string,
		shape: readonly number[],
		layout: Layout = same,
	): void {
		const source = this.source(from);
		const stored = layout.kind === "transposed" ? shape.toReversed() : shape;
		if (source.shape.join() !== stored.join()) {
			throw new TemperError("weights", {
				where: `${this.#gguf.file}, tensor ${from}`,
				expected: `the shape [${stored.join(", ")}]`,
				found: `[${source.shape.join(", ")}]`,
			});
		}
		this.#left.delete(from);
		this.tensors.push({ name, shape, source, layout });
	}

	/** Marks a tensor as dealt with by other means. */
	consume(from: string): void {
		this.#left.delete(from);
	}

	/** Throws `weights` when the file has a tensor that nothing asked for: it would change the model. */
	refuseRest(): void {
		const [first] = this.#left;
		if (first === undefined) return;
		throw new TemperError("weights", {
			where: this.#gguf.file,
			expected: "only tensors of an architecture that Temper knows",
			found: `${this.#left.size} others, ${first.slice(0, 100)} among them`,
			hint: "Temper cannot import this model.",
		});
	}
}
