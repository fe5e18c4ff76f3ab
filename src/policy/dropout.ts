import { RandomStream } from "../core/random.ts";
import type { Buffers } from "../graph/session.ts";
import type { Architecture } from "../models/architecture.ts";
import type { Tuning } from "../nn/parameters.ts";

/** Masks of the inputs that dropout keeps, [tokens, in] per adapted layer, scaled by 1 / (1 - dropout). */
export function dropoutMasks(
	{ paths, dropout }: Extract<Tuning, { kind: "lora" }>,
	{ linears }: Architecture,
	tokens: number,
	seed: number,
): Buffers {
	const keep = 1 - dropout;
	const adapted = linears.filter(({ path }) => paths.has(path));
	return Object.fromEntries(
		adapted.map(({ path, inFeatures }) => {
			const stream = new RandomStream(seed, `dropout/${path}`);
			const data = new Float32Array(tokens * inFeatures);
			for (let i = 0; i < data.length; i++)
				data[i] = stream.uniform() < keep ? 1 / keep : 0;
			return [`${path}.dropout`, { data, dims: [tokens, inFeatures] }];
		}),
	);
}
