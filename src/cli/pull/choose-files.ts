import { TemperError } from "../../core/error.ts";
import type { HubFile, HubModel } from "./hub.ts";

const weights = /\.safetensors$/;
const companions =
	/^(?:[^/]*\.json|[^/]*\.jinja|[^/]*\.txt|tokenizer\.model|README\.md|LICENSE[^/]*)$/i;

/** What a model folder needs, small files first: weights in safetensors, settings, tokenizer, template, licence. */
export function filesOfModel(model: HubModel): HubFile[] {
	const chosen = model.files.filter(
		({ path }) =>
			!path.includes("/") && (weights.test(path) || companions.test(path)),
	);
	if (!chosen.some(({ path }) => weights.test(path))) refuse(model);
	return chosen.sort((a, b) => a.size - b.size);
}

function refuse(model: HubModel): never {
	const gguf = model.files.find(({ path }) => /\.gguf$/i.test(path));
	throw new TemperError("weights", {
		where: model.name,
		expected: "weights as safetensors at its top",
		found: gguf === undefined ? "none" : `GGUF files, as ${gguf.path}`,
		hint:
			gguf === undefined
				? "Look for another upload of the model; Temper reads no pickled weights."
				: `Name one: npx temper-lm pull ${model.name}:${gguf.path}`,
	});
}

/** One named file of a model. Throws `weights`, naming those of its kind. */
export function fileOfModel(model: HubModel, path: string): HubFile {
	const file = model.files.find((one) => one.path === path);
	if (file !== undefined) return file;
	const others = model.files
		.map((one) => one.path)
		.filter((one) => /\.gguf$/i.test(one));
	throw new TemperError("weights", {
		where: model.name,
		expected: `the file ${path}`,
		found:
			others.length === 0
				? "no GGUF file"
				: `${others.slice(0, 12).join(", ")}${others.length > 12 ? ", ..." : ""}`,
	});
}
