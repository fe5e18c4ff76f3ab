import type { StoredTensor } from "../../core/dtype.ts";
import { readTensor } from "../../formats/safetensors/tensor-data.ts";
import { applyTransform } from "../../graph/frozen-transform.ts";
import type { Graph } from "../../graph/graph.ts";
import { type Tensor, tensor } from "../../graph/interpret/tensor.ts";

const exactly = async (stored: StoredTensor) =>
	Float64Array.from(await readTensor(stored));

/** The frozen weights of a graph by name, in float64 and in the basis in which the graph reads them. */
export async function frozenWeights({
	leaves,
}: Graph): Promise<Record<string, Tensor>> {
	const weights: Record<string, Tensor> = {};
	for (const { value, source } of leaves)
		if (source.kind === "frozen") {
			const { tensor: stored, transform } = source;
			const data = await exactly(stored);
			if (transform) {
				const gain = transform.gain && (await exactly(transform.gain));
				applyTransform(data, stored.shape, gain, transform);
			}
			weights[value.name] = tensor(stored.shape, data);
		}
	return weights;
}
