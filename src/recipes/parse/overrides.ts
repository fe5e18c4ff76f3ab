import { parse } from "yaml";
import { TemperError } from "../../core/error.ts";
import { layerFromValue, type RecipeLayer } from "./recipe-layer.ts";

/** One setting of the command line, `optimizer.learningRate=1e-4`, as a layer. Values are YAML. Throws `recipe`. */
export function layerFromOverride(
	setting: string,
	folder: string,
): RecipeLayer {
	const where = `--set ${setting}`;
	const at = setting.indexOf("=");
	const keys = setting.slice(0, Math.max(at, 0)).split(".");
	if (at < 1 || keys.includes("")) {
		throw new TemperError("recipe", {
			where,
			expected: "a key and a value, as optimizer.learningRate=1e-4",
			found: JSON.stringify(setting),
		});
	}
	let value: unknown;
	try {
		value = parse(setting.slice(at + 1), { logLevel: "error" });
	} catch (cause) {
		throw new TemperError("recipe", {
			where,
			expected: "a value in YAML after the equals sign",
			found: JSON.stringify(setting.slice(at + 1)),
			cause,
		});
	}
	for (const key of keys.toReversed())
		value = Object.fromEntries([[key, value]]);
	return layerFromValue(value as Record<string, unknown>, where, folder);
}
