import { adapterScale } from "../../nn/parameters.ts";
import type { Adapter, LoraModule } from "./adapter.ts";

/**
 * Adds scale * B A to a weight in place: [out, in], or [in, out] with `fanInFanOut`.
 * Each element's sum over the rank is taken in double precision and rounded with the weight once.
 */
export function addProduct(
	weight: Float32Array,
	adapter: Pick<Adapter, "rank" | "alpha" | "rslora" | "fanInFanOut">,
	module: LoraModule,
): void {
	const { rank, fanInFanOut } = adapter;
	const { a, b, inFeatures, outFeatures } = module;
	const scale = adapterScale(adapter);
	const row = new Float64Array(inFeatures);
	const stride = fanInFanOut ? outFeatures : 1;
	for (let out = 0; out < outFeatures; out++) {
		row.fill(0);
		for (let r = 0; r < rank; r++) {
			const factor = scale * (b[out * rank + r] as number);
			const start = r * inFeatures;
			for (let i = 0; i < inFeatures; i++)
				row[i] = (row[i] as number) + factor * (a[start + i] as number);
		}
		const first = fanInFanOut ? out : out * inFeatures;
		for (let i = 0; i < inFeatures; i++) {
			const at = first + i * stride;
			weight[at] = (weight[at] as number) + (row[i] as number);
		}
	}
}
