import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import {
	type Change,
	type ExportProgress,
	exportMerged,
} from "../../formats/export-merged.ts";
import { openModel } from "../../formats/open-model.ts";
import { matchAdapter } from "../../formats/peft/match-adapter.ts";
import { readAdapter } from "../../formats/peft/read-adapter.ts";
import type { Architecture } from "../../models/architecture.ts";
import { openModelText } from "../../policy/model-text.ts";
import { writeTemplates } from "../../text/template/kept-templates.ts";
import type { NamedTemplates } from "../../text/template/named-templates.ts";
import {
	bakedTemplates,
	type TemplateOptions,
} from "../../text/template/template.ts";
import type { CliContext } from "../context.ts";
import { withSource } from "../options.ts";
import { type SourceOptions, speakerSource } from "../speak/speaker.ts";
import { withTemplate } from "../speak/template-choice.ts";
import { bar } from "../terminal/bar.ts";
import { shortPath } from "../terminal/short-path.ts";

interface ExportOptions extends SourceOptions {
	readonly out: string;
}

/** Nothing, or what an adapter adds. */
async function changeOf(
	folder: string | null,
	architecture: Architecture,
): Promise<Change> {
	if (folder === null) return { kind: "tensors", tensors: new Map() };
	const adapter = await readAdapter(folder);
	return {
		kind: "adapter",
		adapter: matchAdapter(adapter, architecture, folder),
	};
}

/** The templates to be written instead of the model's own; none if these stay. */
async function changedTemplates(
	model: string,
	template: TemplateOptions,
): Promise<NamedTemplates> {
	const { file, folder, date = null, variables = {} } = template;
	const changed =
		Object.keys(variables).length > 0 ||
		[file, folder, date].some((one) => (one ?? null) !== null);
	// A template that is told nothing goes on asking for the day on which it is used.
	return changed ? bakedTemplates(model, template) : new Map();
}

async function run(
	options: ExportOptions,
	{ terminal }: CliContext,
): Promise<void> {
	const { model, adapter, template } = await speakerSource(options);
	const templates = await changedTemplates(model, template);
	const opened = await openModel(model, { checkValues: true });
	const base = opened.files;
	const change = await changeOf(adapter, opened.model.architecture);
	const out = resolve(options.out);
	const hasTokenizer = existsSync(join(base.folder, "tokenizer.json"));
	const endIds = hasTokenizer
		? (await openModelText(model, { template })).tokenizer.closing
		: [];
	const show = ({ tensor, done, total }: ExportProgress) =>
		terminal.status(`writing ${bar(done / total)} ${tensor}`);
	try {
		await exportMerged(base, change, out, {
			...{ onProgress: show, endIds },
			finish: (folder) => writeTemplates(folder, templates),
		});
	} finally {
		terminal.status(null);
	}
	terminal.line(
		`${shortPath(out)}: a whole model, for transformers, vLLM or llama.cpp's converter`,
	);
}

const help = `
The adapter is merged into the weights, which keep their dtype. Tokenizer, chat template and
generation config are copied; the generation config also lists the tokens with which the chat
template closes turns. The adapter by itself, in PEFT's format, is the folder adapter/ of a run.

Examples:
  npx temper-lm export --run runs/sft-1 --out my-model
  npx temper-lm export --model SmolLM2-135M-Instruct --adapter my-adapter --out my-model`;

export function addExport(program: Command, context: CliContext): void {
	const command = program
		.command("export")
		.description("Writes a full model folder with the adapter merged into it.");
	withTemplate(withSource(command))
		.requiredOption("--out <folder>", "a new folder for the model")
		.addHelpText("after", help)
		.action((options: ExportOptions) => run(options, context));
}
