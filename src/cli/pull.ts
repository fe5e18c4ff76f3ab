import { existsSync, statSync } from "node:fs";
import { constants, copyFile, readdir } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { TemperError } from "../core/error.ts";
import type { ImportOptions } from "../formats/gguf/import-gguf.ts";
import { openModelFiles } from "../formats/model-files.ts";
import { writeFolderAtomic } from "../formats/write-atomic.ts";
import { modelCache, pulledMark } from "../recipes/locate/model-folder.ts";
import type { CliContext } from "./context.ts";
import { describeModel } from "./inspect/describe-model.ts";
import { hubOf } from "./pull/hub.ts";
import { importGgufFile } from "./pull/import-gguf-file.ts";
import {
	type PullContext,
	pullHubFile,
	pullHubModel,
} from "./pull/pull-hub.ts";
import { writeMark } from "./pull/pulled-mark.ts";
import { renderPairs } from "./terminal/table.ts";

/** What `npx temper-lm pull` was asked for. */
export type PullSource =
	| { readonly kind: "folder"; readonly path: string }
	| { readonly kind: "gguf"; readonly path: string }
	| { readonly kind: "hub"; readonly name: string }
	| { readonly kind: "hub-gguf"; readonly name: string; readonly file: string };

/** Tells a hub name, a folder, a GGUF file and `hub-name:file.gguf` apart. Throws `recipe`. */
export function pullSource(text: string): PullSource {
	if (existsSync(text)) {
		const path = resolve(text);
		return { kind: statSync(path).isDirectory() ? "folder" : "gguf", path };
	}
	const match = /^([\w.-]+(?:\/[\w.-]+)?)(?::(.+\.gguf))?$/i.exec(text);
	const [, name, file] = match ?? [];
	const looksLikePath = /^\.|\.gguf$/i.test(name ?? "");
	if (name !== undefined && !looksLikePath)
		return file === undefined
			? { kind: "hub", name }
			: { kind: "hub-gguf", name, file };
	throw new TemperError("recipe", {
		where: "npx temper-lm pull",
		expected:
			"a hub name (owner/model), a folder, a GGUF file, or hub-name:file.gguf",
		found: `${JSON.stringify(text)}, which is no such path`,
	});
}

/** The name that a pulled model goes by: the hub's, or the file's or folder's own. */
export function pulledName(source: PullSource): string {
	switch (source.kind) {
		case "hub":
			return source.name;
		case "folder":
			return basename(source.path);
		case "gguf":
			return basename(source.path, extname(source.path));
		case "hub-gguf": {
			const owner = dirname(source.name);
			const file = basename(source.file, extname(source.file));
			return owner === "." ? file : `${owner}/${file}`;
		}
		default:
			return source satisfies never;
	}
}

async function copyFolder(from: string, to: string): Promise<void> {
	await openModelFiles(from);
	await writeFolderAtomic(to, async (temporary) => {
		for (const entry of await readdir(from, { withFileTypes: true })) {
			if (entry.isDirectory() || entry.name === pulledMark) continue;
			await copyFile(
				join(from, entry.name),
				join(temporary, entry.name),
				constants.COPYFILE_FICLONE,
			);
		}
		await writeMark(temporary, { source: from, revision: null });
	});
}

/** Brings the source into `target`; false if it is there already. */
async function bring(
	source: PullSource,
	target: string,
	dtype: ImportOptions["dtype"],
	context: PullContext,
): Promise<boolean> {
	if (source.kind === "hub") return pullHubModel(source.name, target, context);
	const isThere = () => existsSync(join(target, pulledMark));
	if (isThere()) return false;
	try {
		await unpack(source, target, dtype, context);
		return true;
	} catch (error) {
		// Another process that pulled the same model at the same time was faster.
		if (error instanceof TemperError && error.code === "disk" && isThere())
			return false;
		throw error;
	}
}

/** Makes a model folder of a folder or a GGUF file. */
async function unpack(
	source: Exclude<PullSource, { kind: "hub" }>,
	target: string,
	dtype: ImportOptions["dtype"],
	context: PullContext,
): Promise<void> {
	if (source.kind === "folder") await copyFolder(source.path, target);
	else if (source.kind === "gguf")
		await importGgufFile(source.path, target, dtype, context.terminal);
	else {
		const downloads = join(modelCache(), "..", "downloads", source.name);
		const file = await pullHubFile(
			source.name,
			source.file,
			downloads,
			context,
		);
		await importGgufFile(file, target, dtype, context.terminal);
	}
}

interface PullOptions {
	readonly out?: string;
	readonly dtype: ImportOptions["dtype"];
}

async function pull(
	text: string,
	{ out, dtype }: PullOptions,
	{ terminal, env }: CliContext,
): Promise<void> {
	const source = pullSource(text);
	const name = pulledName(source);
	const target = out === undefined ? join(modelCache(), name) : resolve(out);
	const fresh = await bring(source, target, dtype, {
		hub: hubOf(env),
		terminal,
	});
	terminal.line(`${fresh ? "pulled to" : "already in"} ${target}`);
	for (const line of renderPairs(await describeModel(target, env)))
		terminal.line(line);
	terminal.line(
		`use it: npx temper-lm train --preset sft --model ${out === undefined ? name : target} --data rows.jsonl`,
	);
}

const help = `
Interrupted downloads are resumed. Set HF_TOKEN for gated models and HF_ENDPOINT for another hub.

Examples:
  npx temper-lm pull HuggingFaceTB/SmolLM2-135M-Instruct
  npx temper-lm pull ./my-model-folder
  npx temper-lm pull ./model-q8_0.gguf
  npx temper-lm pull owner/model-GGUF:model-q8_0.gguf`;

export function addPull(program: Command, context: CliContext): void {
	program
		.command("pull")
		.description(
			"Gets a model and stores it in the cache, where recipes find it by name.",
		)
		.argument(
			"<model>",
			"a hub name, a folder, a GGUF file or hub-name:file.gguf",
		)
		.option("--out <folder>", "a folder to write to instead of the cache")
		.addOption(
			new Option("--dtype <dtype>", "dtype to which a GGUF file is unpacked")
				.choices(["float32", "bfloat16", "float16"])
				.default("float32"),
		)
		.addHelpText("after", help)
		.action((text: string, options: PullOptions) =>
			pull(text, options, context),
		);
}
