import { resolve } from "node:path";
import type { Command } from "commander";
import { TemperError } from "../../core/error.ts";
import {
	requireWritable,
	writeFileAtomic,
} from "../../formats/write-atomic.ts";
import { collect, type Generation } from "../../generate/collect.ts";
import type { GenerationEvent } from "../../generate/generate.ts";
import {
	openSpeaker,
	type SpeakerSource,
	speak,
} from "../../generate/speaker.ts";
import { type Asked, promptText } from "../../text/split-row.ts";
import {
	type DeviceChoice,
	type PrecisionChoice,
	sayPrecision,
	settledPrecision,
	withDevice,
	withPrecision,
} from "../answer-precision.ts";
import type { CliContext } from "../context.ts";
import {
	collectOption,
	countOption,
	withSampling,
	withSource,
} from "../options.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import {
	encodeGiven,
	type Prompt,
	plainNote,
	readPrompts,
} from "./read-prompts.ts";
import {
	type SamplingOptions,
	type SourceOptions,
	speakerSource,
	speakOptions,
} from "./speaker.ts";
import { withTemplate } from "./template-choice.ts";

interface GenerateOptions
	extends SourceOptions,
		SamplingOptions,
		PrecisionChoice,
		DeviceChoice {
	readonly prompt?: readonly string[];
	readonly raw?: boolean;
	readonly compare?: boolean;
	readonly batch: number;
	readonly out?: string;
}

async function* counted(
	events: AsyncIterable<GenerationEvent>,
	total: number,
	terminal: Terminal,
): AsyncGenerator<GenerationEvent> {
	let tokens = 0;
	let done = 0;
	const began = performance.now();
	for await (const event of events) {
		if (event.kind === "token") tokens++;
		else done++;
		const speed = tokens / ((performance.now() - began) / 1000);
		terminal.status(
			`${done} of ${total} prompts  ${tokens} tokens  ${Math.round(speed)} tokens/s`,
		);
		yield event;
	}
	terminal.status(null);
}

async function answers(
	source: SpeakerSource,
	prompts: readonly Prompt[],
	options: GenerateOptions & { readonly precision: "float32" | "int8" },
	context: CliContext,
): Promise<Generation[]> {
	const { openDecoder } = await context.loadServices();
	const { precision, device = "cpu" } = options;
	const speaker = await openSpeaker(source, (one) =>
		openDecoder({ ...one, precision, device, rows: prompts.length }),
	);
	const note = plainNote(prompts, speaker, options.raw === true);
	if (note !== null) context.errors.line(note);
	const rows = prompts.map((prompt) => encodeGiven(prompt, speaker));
	const events = speak(speaker, rows, speakOptions(options, options.batch));
	return collect(counted(events, rows.length, context.errors));
}

interface Answered {
	readonly prompt: NonNullable<Asked>;
	readonly text: string;
	/** Why it ended. */
	readonly reason: string;
	/** What the model says without its adapter, if that was asked for. */
	readonly base?: string;
}

function print(rows: readonly Answered[], terminal: Terminal): void {
	for (const { prompt, text, base } of rows) {
		const asked = harmless(promptText(prompt));
		terminal.line(terminal.paint("bold", `> ${asked}`));
		if (base !== undefined) {
			terminal.line(`${terminal.paint("dim", "base: ")} ${harmless(base)}`);
			terminal.write(`${terminal.paint("dim", "tuned:")} `);
		}
		terminal.line(harmless(text));
		terminal.line();
	}
}

async function run(
	path: string | undefined,
	options: GenerateOptions,
	context: CliContext,
): Promise<void> {
	const source = await speakerSource(options);
	if (options.compare === true && source.adapter === null) {
		throw new TemperError("recipe", {
			where: "--compare",
			expected: "an adapter to leave out",
			found: "a model without one",
			hint: "Give --run of a LoRA run, or --model with --adapter.",
		});
	}
	const raw = options.raw === true;
	const prompts = await readPrompts(path, options.prompt ?? [], raw);
	if (options.out !== undefined) await requireWritable(resolve(options.out));
	const precision = await settledPrecision(
		[source.model],
		options,
		null,
		context,
	);
	const settled = { ...options, precision: precision.precision };
	const tuned = await answers(source, prompts, settled, context);
	const base =
		options.compare === true
			? await answers({ ...source, adapter: null }, prompts, settled, context)
			: null;
	sayPrecision(precision, context);
	const rows = tuned.map(
		({ text, reason }, i): Answered => ({
			prompt: prompts[i]?.shown ?? "",
			text,
			reason,
			...(base === null ? {} : { base: base[i]?.text ?? "" }),
		}),
	);
	if (options.out === undefined) {
		print(rows, context.terminal);
		return;
	}
	const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
	await writeFileAtomic(resolve(options.out), lines.join(""));
	context.terminal.line(`${rows.length} answers in ${options.out}`);
}

const help = `
The file holds rows of any format with a question (docs/data.md), which are asked as training and evaluation
ask them; a plain text in the column "prompt" is asked without the template. Decoding is greedy by default.

Examples:
  npx temper-lm generate --run runs/sft-1 --prompt "What colour is the sky?" --compare
  npx temper-lm generate prompts.jsonl --model SmolLM2-135M-Instruct --out answers.jsonl`;

export function addGenerate(program: Command, context: CliContext): void {
	const command = program
		.command("generate")
		.description("Answers prompts from a file or from the command line.")
		.argument("[prompts]", "JSONL, JSON, CSV or Parquet");
	withDevice(withPrecision(withSampling(withTemplate(withSource(command)))))
		.option("--prompt <text>", "a prompt; may be repeated", collectOption)
		.option("--raw", "continue plain text, without the chat template")
		.option("--compare", "also answer without the adapter")
		.option("--batch <rows>", "answers generated in parallel", countOption, 8)
		.option("--out <file>", "write answers as JSONL instead of printing them")
		.addHelpText("after", help)
		.action((path: string | undefined, options: GenerateOptions) =>
			run(path, options, context),
		);
}
