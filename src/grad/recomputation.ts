import { mapTuple } from "../core/map-tuple.ts";
import type { Node, Value } from "../graph/graph.ts";
import type { OperationName } from "../graph/operations.ts";
import type { Ops } from "../graph/ops.ts";
import { at } from "../graph/shape-rules.ts";

/**
 * What a backward pass computes again instead of keeping it: nothing, the results of cheap operations, or everything
 * inside a scope, so that only what enters the scope is kept.
 */
export type Recomputed = "nothing" | "cheap" | "all";

/**
 * The results that are cheap, by operation: those of a pass or two over memory, and attention's probabilities, which take one
 * of its two products.
 */
const cheap: Readonly<Partial<Record<OperationName, readonly number[]>>> = {
	activate: [0],
	mul: [0],
	rmsNorm: [0, 1],
	layerNorm: [0, 1, 2],
	attention: [1],
};

/**
 * Computes nodes of a scope a second time when its backward pass begins. The copies read what is kept through barriers that
 * wait for the incoming gradient: otherwise the runtime would find the copies equal to the originals and merge them, and
 * nothing would be saved.
 */
export class Recomputation {
	readonly #ops: Ops;
	readonly #what: "cheap" | "all";
	readonly #scopes = new Map<string, Node[]>();
	readonly #copies = new Map<Value, Value>();
	readonly #done = new Set<string>();
	readonly #computed: ReadonlySet<Value>;

	/** `kept`: nodes that are not computed again, although their results are cheap. */
	constructor(
		ops: Ops,
		forward: readonly Node[],
		what: "cheap" | "all",
		kept: ReadonlySet<Node> = new Set(),
	) {
		this.#ops = ops;
		this.#what = what;
		this.#computed = new Set(forward.flatMap((node) => node.outputs));
		for (const node of forward) {
			if (node.scope === null) continue;
			if (what === "cheap" && (!cheap[node.op] || kept.has(node))) continue;
			const nodes = this.#scopes.get(node.scope) ?? [];
			nodes.push(node);
			this.#scopes.set(node.scope, nodes);
		}
	}

	/** The value to read in the backward pass of `scope`. `token` is a gradient that enters it. */
	of(value: Value, scope: string | null, token: Value): Value {
		if (scope === null) return value;
		if (!this.#done.has(scope)) {
			this.#done.add(scope);
			this.#ops.within(`${scope}.again`, () => this.#copy(scope, token));
		}
		return this.#copies.get(value) ?? value;
	}

	#copy(scope: string, token: Value): void {
		const nodes = this.#scopes.get(scope) ?? [];
		const again = ({ op, outputs }: Node) =>
			outputs.filter((_, i) => this.#what === "all" || cheap[op]?.includes(i));
		const inside = new Set(nodes.flatMap(again));
		const entry = new Map<Value, Value>();
		const read = (value: Value): Value => {
			if (inside.has(value)) return this.#copies.get(value) ?? value;
			const known = entry.get(value);
			if (known) return known;
			// Leaves need no barrier: what reads only leaves is cheap, and equal copies of it may merge.
			const held = this.#computed.has(value)
				? this.#ops.barrier(value, token)
				: value;
			entry.set(value, held);
			return held;
		};
		for (const node of nodes) {
			const outputs: readonly Value[] = this.#ops.emit(
				node.op,
				mapTuple(node.inputs, read),
				node.attributes,
			);
			node.outputs.forEach((value, i) => {
				if (inside.has(value)) this.#copies.set(value, at(outputs, i));
			});
		}
		// A value that entered from another scope keeps its barrier for the gradient rules too.
		for (const [value, held] of entry) this.#copies.set(value, held);
	}
}
