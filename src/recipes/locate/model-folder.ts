import { existsSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { nearest } from "../parse/nearest.ts";

/** Written last by `npx temper-lm pull`: a pulled model without it is not whole. */
export const pulledMark = "temper-source.json";

/** Where `npx temper-lm pull` keeps models: `$XDG_CACHE_HOME` or `~/.cache`, then `temper/models`. */
export function modelCache(): string {
	const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
	return join(cache, "temper", "models");
}

function folders(path: string): string[] {
	if (!existsSync(path)) return [];
	return readdirSync(path, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => entry.name);
}

/** Names of the models that were pulled whole: `owner/name`, or `name` where it came from a file. */
export function pulledModels(): string[] {
	const cache = modelCache();
	return folders(cache)
		.flatMap((name) => [
			name,
			...folders(join(cache, name)).map((inner) => `${name}/${inner}`),
		])
		.filter((name) => existsSync(join(cache, name, pulledMark)))
		.sort();
}

function reject(where: string, found: string, hint: string): never {
	throw new TemperError("recipe", {
		where,
		expected: "a model folder, or the name of a pulled model",
		found,
		hint,
	});
}

/**
 * The folder of a model: a path, or a pulled name, which may lack its owner if that is unambiguous.
 * Throws `recipe`.
 */
export function modelFolder(model: string, where = "model"): string {
	if (isAbsolute(model) || existsSync(model)) {
		if (!existsSync(model))
			reject(where, `no such folder: ${model}`, "Is the path right?");
		refuseMisplaced(where, model, "model");
		if (!statSync(model).isDirectory())
			reject(
				where,
				`the file ${model}`,
				`\`npx temper-lm pull ${model}\` makes a model folder of a GGUF file.`,
			);
		if (!existsSync(join(model, "config.json")))
			reject(
				where,
				`a folder without config.json: ${model}`,
				"A model folder holds config.json, tokenizer.json and safetensors files.",
			);
		return model;
	}
	const pulled = pulledModels();
	const fitting = pulled.filter(
		(name) => name === model || name.endsWith(`/${model}`),
	);
	if (fitting.length === 1) return join(modelCache(), fitting[0]!);
	if (fitting.length > 1)
		reject(where, `${model}, which fits ${fitting.join(" and ")}`, "Name one.");
	const near = nearest(model, [
		...pulled,
		...pulled.map((name) => name.slice(name.indexOf("/") + 1)),
	]);
	reject(
		where,
		`${JSON.stringify(model)}, which is neither`,
		near === null
			? `\`npx temper-lm pull ${model}\` may bring it.`
			: `Did you mean ${near}?`,
	);
}
