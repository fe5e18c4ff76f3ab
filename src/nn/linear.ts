import { mapTuple } from "../core/map-tuple.ts";
import type { Value } from "../graph/graph.ts";
import { at } from "../graph/shape-rules.ts";
import { adapterScale, type Parameters } from "./parameters.ts";

/** x W^T [+ bias] [+ scale (x A^T) B^T], x [N, in] to [N, out]. */
export function linear(p: Parameters, path: string, x: Value): Value {
	return linears(p, [path], x)[0];
}

/**
 * Several linear layers on the same input. Their adapters' first halves are one product, since an inner size of a rank
 * costs memory traffic and not arithmetic.
 */
export function linears<const Paths extends readonly string[]>(
	p: Parameters,
	paths: Paths,
	x: Value,
): { readonly [I in keyof Paths]: Value } {
	const { ops, tuning } = p;
	const bases = mapTuple(paths, (path) => base(p, path, x));
	if (tuning.kind !== "lora") return bases;
	const adapted = paths.filter((path) => tuning.paths.has(path));
	if (adapted.length === 0) return bases;
	const low = lowRank(p, adapted, x);
	return mapTuple(paths, (path, i) => {
		const plain = at(bases, i);
		const u = low.get(path);
		if (!u) return plain;
		const out = at(plain.shape, 1) as number;
		const b = p.trainable(`${path}.lora_B.weight`, [out, tuning.rank]);
		const alpha = adapterScale(tuning);
		return ops.addMatmul(u, b, plain, { transB: true, alpha });
	});
}

function base(p: Parameters, path: string, x: Value): Value {
	const { ops, layout } = p;
	const weight = p.matrix(`${path}.weight`);
	const transB = layout === "out-in";
	const bias = `${path}.bias`;
	return p.has(bias)
		? ops.addMatmul(x, weight, p.weight(bias), { transB })
		: ops.matmul(x, weight, { transB });
}

/** x A^T of each adapted layer, [N, R]. */
function lowRank(
	p: Parameters,
	paths: readonly string[],
	x: Value,
): ReadonlyMap<string, Value> {
	const { ops, tuning } = p;
	if (tuning.kind !== "lora") return new Map();
	const { rank, dropout } = tuning;
	const width = at(x.shape, 1) as number;
	const factor = (path: string) =>
		p.trainable(`${path}.lora_A.weight`, [rank, width]);
	if (dropout > 0)
		return new Map(
			paths.map((path) => {
				const name = `${path}.dropout`;
				const mask = p.shared(name, () => ops.input(name, x.shape));
				const kept = ops.mul(x, mask);
				return [path, ops.matmul(kept, factor(path), { transB: true })];
			}),
		);
	const whole = ops.matmul(x, ops.concat(paths.map(factor), 0), {
		transB: true,
	});
	const parts = ops.split(
		whole,
		1,
		paths.map(() => rank),
	);
	return new Map(paths.map((path, i) => [path, at(parts, i)]));
}
