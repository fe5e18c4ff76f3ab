import { mapTuple } from "../core/map-tuple.ts";
import type { Value } from "../graph/graph.ts";
import { at } from "../graph/shape-rules.ts";
import { adapterScale, type Parameters } from "./parameters.ts";
import {
	intoInput,
	intoOutput,
	originalInput,
	rotatedInput,
} from "./rotation.ts";

/** Picks some rows of a value [N, ...]. */
export type Rows = (value: Value) => Value;

/** x W^T [+ bias] [+ scale (x A^T) B^T], x [N, in] to [N, out]. `rows`: which of the N rows x has, if not all. */
export function linear(
	p: Parameters,
	path: string,
	x: Value,
	rows?: Rows,
): Value {
	return linears(p, [path], x, rows)[0];
}

/**
 * Several linear layers on the same input. Their adapters' first halves are one product, since an inner size of a rank
 * costs memory traffic and not arithmetic.
 */
export function linears<const Paths extends readonly string[]>(
	p: Parameters,
	paths: Paths,
	x: Value,
	rows: Rows = (value) => value,
): { readonly [I in keyof Paths]: Value } {
	const { ops, tuning } = p;
	const bases = mapTuple(paths, (path) => base(p, path, x));
	if (tuning.kind !== "lora") return bases;
	const adapted = paths.filter((path) => tuning.paths.has(path));
	if (adapted.length === 0) return bases;
	const low = lowRank(p, adapted, x, rows);
	return mapTuple(paths, (path, i) => {
		const plain = at(bases, i);
		const u = low.get(path);
		if (!u) return plain;
		const out = at(plain.shape, 1) as number;
		const b = p.trainable(`${path}.lora_B.weight`, [out, tuning.rank]);
		const basis = rotatedHere(p, path);
		const turned = basis ? intoOutput(ops, basis, b) : b;
		const alpha = adapterScale(tuning);
		return ops.addMatmul(u, turned, plain, { transB: true, alpha });
	});
}

function base(p: Parameters, path: string, x: Value): Value {
	const { ops, layout } = p;
	const basis = p.basisOf(path);
	const input = basis
		? p.shared(`${x.name} rotated`, () => rotatedInput(ops, basis, x))
		: x;
	const weight = p.matrix(path);
	const transB = layout === "out-in";
	return p.has(`${path}.bias`)
		? ops.addMatmul(input, weight, p.bias(path), { transB })
		: ops.matmul(input, weight, { transB });
}

/** The basis in which the graph brings a layer's adapter; null if it is there already. */
const rotatedHere = (p: Parameters, path: string) =>
	p.factorsRotated ? null : p.basisOf(path);

/** x A^T of each adapted layer, [N, R]. */
function lowRank(
	p: Parameters,
	paths: readonly string[],
	x: Value,
	rows: Rows,
): ReadonlyMap<string, Value> {
	const { ops, tuning } = p;
	if (tuning.kind !== "lora") return new Map();
	const { rank, dropout } = tuning;
	const width = at(x.shape, 1) as number;
	const factor = (path: string) =>
		p.trainable(`${path}.lora_A.weight`, [rank, width]);
	// Layers that read one input read it in one basis.
	const basis = rotatedHere(p, at(paths, 0));
	const weight = (name: string) => p.weight(name);
	if (dropout > 0) {
		// What dropout drops are features of the original basis.
		const original = basis ? originalInput(ops, basis, x, weight) : x;
		return new Map(
			paths.map((path) => {
				const name = `${path}.dropout`;
				const mask = p.shared(name, () => ops.input(name, ["N", width]));
				const kept = ops.mul(original, rows(mask));
				return [path, ops.matmul(kept, factor(path), { transB: true })];
			}),
		);
	}
	const factors = ops.concat(paths.map(factor), 0);
	const turned = basis ? intoInput(ops, basis, factors, weight) : factors;
	const whole = ops.matmul(x, turned, { transB: true });
	const parts = ops.split(
		whole,
		1,
		paths.map(() => rank),
	);
	return new Map(paths.map((path, i) => [path, at(parts, i)]));
}
