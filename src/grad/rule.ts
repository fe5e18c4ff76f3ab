import type { Value } from "../graph/graph.ts";
import type {
	Attributes,
	Operands,
	OperationName,
	Results,
} from "../graph/operations.ts";
import type { Ops } from "../graph/ops.ts";

/** What a gradient rule is given. */
export interface BackwardOf<Inputs, Outputs, Grads, Attributes> {
	readonly ops: Ops;
	readonly inputs: Inputs;
	readonly outputs: Outputs;
	/** Gradient of each output; null if the loss does not depend on it. */
	readonly grads: Grads;
	readonly attributes: Attributes;
	/** Whether the gradient of an input is wanted. */
	readonly wants: (input: number) => boolean;
}

export type Backward<K extends OperationName> = BackwardOf<
	Operands<K, Value>,
	Results<K, Value>,
	Results<K, Value | null>,
	Attributes<K>
>;

/** From the gradients of the outputs to those of the inputs; null if there is none or none is wanted. */
export type GradientRule<K extends OperationName> = (
	backward: Backward<K>,
) => Operands<K, Value | null>;
