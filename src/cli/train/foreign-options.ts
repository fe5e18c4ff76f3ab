import type { Command } from "commander";
import { parse } from "yaml";
import { foreignSetting } from "../../recipes/parse/foreign/foreign-setting.ts";

/** Options of other programs, without case, dashes and underscores, by Temper's own. */
const options: Readonly<Record<string, string>> = Object.fromEntries(
	Object.entries({
		"--max-new-tokens":
			"maxtokens ntokens numtokens npredict maxlength maxgenlen maxcompletiontokens",
		"--temperature": "temp t",
		"--max-length": "maxseqlength maxseqlen sequencelen cutofflen blocksize",
		"--run": "checkpoint ckpt runfolder",
		"--adapter": "adapterpath lora loraadapter peft",
		"--model": "modelname modelnameorpath modelpath basemodel modelid m",
		"--data": "dataset datasetname datasetpath trainfile traindata datapath",
		"--out":
			"output outputdir outdir outputpath outfile savepath o adapterpath",
		"--tasks": "task",
	}).flatMap(([own, words]) =>
		words.split(" ").map((word) => [`${own} ${word}`, own]),
	),
);

function commandOf(program: Command, argv: readonly string[]): Command {
	let command = program;
	for (const word of argv) {
		const inner = command.commands.find((one) => one.name() === word);
		if (inner === undefined) break;
		command = inner;
	}
	return command;
}

/** What was written after an option, as YAML reads it; undefined if nothing was. */
function writtenBehind(argv: readonly string[], option: string): unknown {
	const at = argv.findIndex(
		(one) => one === option || one.startsWith(`${option}=`),
	);
	const whole = argv[at] ?? "";
	const text = whole.includes("=")
		? whole.slice(whole.indexOf("=") + 1)
		: argv[at + 1];
	if (text === undefined || text.startsWith("--")) return undefined;
	try {
		return parse(text);
	} catch {
		return undefined;
	}
}

/**
 * What to write instead of another program's option, as a sentence; null for an option that is none.
 * `argv`: the whole command line; `option`: the option that the command does not know, as `--num_train_epochs`.
 */
export function foreignOption(
	program: Command,
	argv: readonly string[],
	option: string,
): string | null {
	const command = commandOf(program, argv);
	const has = (name: string) =>
		command.options.some((one) => one.long === name);
	const name = option.replace(/=.*$/, "");
	const word = name.replace(/^-+/, "").toLowerCase().replaceAll(/[-_]/g, "");
	const own = Object.entries(options).find(
		([key, to]) => key === `${to} ${word}` && has(to),
	)?.[1];
	if (own !== undefined) return `Write ${own}.`;
	if (!has("--set")) return null;
	const key = name.replace(/^-+/, "");
	return foreignSetting(
		key,
		writtenBehind(argv, name),
		command.name() === "pilot" ? "base." : "",
	);
}
