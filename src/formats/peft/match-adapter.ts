import { TemperError } from "../../core/error.ts";
import type { ModelShape } from "../../models/architecture.ts";
import type { Adapter } from "./adapter.ts";

/**
 * An adapter, matched with a model. Which way round the base keeps its weights is the model's to say: PEFT too
 * corrects `fan_in_fan_out` as it loads. Throws `weights` unless every module is a linear layer of the model, of its sizes.
 */
export function matchAdapter(
	adapter: Adapter,
	{ linears, family, layout }: ModelShape,
	where: string,
): Adapter {
	const layers = new Map(linears.map((layer) => [layer.path, layer]));
	for (const [path, { inFeatures, outFeatures }] of adapter.modules) {
		const layer = layers.get(path);
		if (layer?.inFeatures === inFeatures && layer.outFeatures === outFeatures)
			continue;
		throw new TemperError("weights", {
			where: `${where}, ${path}`,
			expected: layer
				? `a layer of ${layer.inFeatures} to ${layer.outFeatures} features, as the model's`
				: `a linear layer of this ${family} model`,
			found: `one of ${inFeatures} to ${outFeatures} features`,
			hint: "The adapter was made for another model.",
		});
	}
	return { ...adapter, fanInFanOut: layout === "in-out" };
}
