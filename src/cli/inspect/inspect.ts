import { existsSync, statSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import type { Command } from "commander";
import { openGguf } from "../../formats/gguf/gguf-file.ts";
import { modelFolder } from "../../recipes/locate/model-folder.ts";
import { runFiles } from "../../runs/folder/run-files.ts";
import type { CliContext } from "../context.ts";
import { showRunFolder } from "../runs/show-run-folder.ts";
import { renderPairs } from "../terminal/table.ts";
import { showBytes, showCount } from "../terminal/units.ts";
import { describeAdapter } from "./describe-adapter.ts";
import { describeModel } from "./describe-model.ts";

type Facts = readonly (readonly [name: string, value: string])[];

async function describeGguf(path: string): Promise<Facts> {
	const { metadata, tensors } = await openGguf(path);
	const formats = new Map<string, number>();
	let parameters = 0;
	let bytes = 0;
	for (const { format, shape, length } of tensors.values()) {
		formats.set(format.name, (formats.get(format.name) ?? 0) + 1);
		parameters += shape.reduce((a, b) => a * b, 1);
		bytes += length;
	}
	const keys = new Set(metadata.keys());
	return [
		["file", path],
		["family", metadata.text("general.architecture")],
		["parameters", showCount(parameters)],
		[
			"weights",
			`${[...formats].map(([name, count]) => `${name} (${count} tensors)`).join(", ")}, ${showBytes(bytes)}`,
		],
		["chat template", keys.has("tokenizer.chat_template") ? "yes" : "none"],
		["train it", `npx temper-lm pull ${path}`],
	];
}

async function inspect(
	text: string,
	{ terminal, env }: CliContext,
): Promise<void> {
	const path = resolve(text);
	const has = (name: string) => existsSync(join(path, name));
	if (has(runFiles.stages) || (has(runFiles.manifest) && has(runFiles.recipe)))
		return showRunFolder(path, terminal);
	if (has("adapter_config.json") && !has("config.json")) {
		for (const line of renderPairs(await describeAdapter(path)))
			terminal.line(line);
		return;
	}
	const isFile = existsSync(path) && statSync(path).isFile();
	const facts =
		isFile && extname(path).toLowerCase() === ".gguf"
			? await describeGguf(path)
			: await describeModel(modelFolder(existsSync(path) ? path : text), env);
	for (const line of renderPairs(facts)) terminal.line(line);
}

export function addInspect(program: Command, context: CliContext): void {
	program
		.command("inspect")
		.description("Describes a model folder, a GGUF file, an adapter or a run.")
		.argument("<path>", "a folder, a GGUF file, or the name of a pulled model")
		.addHelpText(
			"after",
			`
For a model it says which engines can train it: ONNX Runtime, which is the default, or PyTorch
(engine: torch in a recipe), which trains any causal language model that transformers loads.

Examples:
  npx temper-lm inspect SmolLM2-135M-Instruct
  npx temper-lm inspect ./model-q8_0.gguf`,
		)
		.action((text: string) => inspect(text, context));
}
