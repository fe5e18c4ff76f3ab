import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { readJsonFile } from "../../formats/json/json-file.ts";
import { readArchitecture } from "../../models/model.ts";
import { parameterCount } from "../../models/parameter-count.ts";
import { modelFolder } from "../../recipes/locate/model-folder.ts";

const factors = { "": 1, k: 1e3, m: 1e6, b: 1e9 } as const;

/** `1B`, `1.7b`, `135M`, `500000000`: a number of parameters. Throws `recipe`. */
export function parseModelSize(text: string): number {
	const found = /^(\d+(?:\.\d+)?)\s*([kmb]?)$/i.exec(text.trim());
	const factor =
		factors[(found?.[2]?.toLowerCase() ?? "") as keyof typeof factors];
	if (found !== null) return Number(found[1]) * factor;
	throw new TemperError("recipe", {
		where: "--model-size",
		expected: "a number of parameters, such as 135M, 1.7B or 7B",
		found: JSON.stringify(text),
	});
}

/** Parameters of a model folder or a pulled model, from its config alone. Throws `recipe` or `weights`. */
export async function sizeOfModel(model: string): Promise<number> {
	const path = join(modelFolder(model, "--model"), "config.json");
	const config = await readJsonFile(path, "weights");
	return parameterCount(readArchitecture(config, path));
}
