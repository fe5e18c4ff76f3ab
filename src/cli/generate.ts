import { resolve } from "node:path";
import type { Command } from "commander";
import { TemperError } from "../core/error.ts";
import { readRows } from "../formats/rows/read-rows.ts";
import type { Row } from "../formats/rows/row.ts";
import { requireWritable, writeFileAtomic } from "../formats/write-atomic.ts";
import { collect, type Generation } from "../generate/collect.ts";
import { type GenerationEvent, generate } from "../generate/generate.ts";
import { type Message, parseMessages } from "../text/message.ts";
import { placeOf } from "../text/row-format.ts";
import type { CliContext } from "./context.ts";
import {
	collectOption,
	countOption,
	withSampling,
	withSource,
} from "./options.ts";
import {
	encodeRaw,
	encodeTurns,
	generationOptions,
	openSpeaker,
	type SamplingOptions,
	type SourceOptions,
	type Speaker,
	type SpeakerSource,
	speakerSource,
} from "./speaker.ts";
import { harmless, type Terminal } from "./terminal/terminal.ts";

interface GenerateOptions extends SourceOptions, SamplingOptions {
	readonly prompt?: readonly string[];
	readonly raw?: boolean;
	readonly compare?: boolean;
	readonly batch: number;
	readonly out?: string;
}

/** A prompt: what it is called in errors, and a conversation or plain text to go on from. */
interface Prompt {
	readonly where: string;
	readonly content: string | readonly Message[];
}

/** Columns that hold a prompt as text, the first that is there counts. */
const textColumns = ["prompt", "question", "instruction", "text"];

function promptOf(row: Row): Prompt {
	const where = placeOf(row);
	const { messages } = row.value;
	if (messages !== undefined && messages !== null) {
		const turns = parseMessages(messages, `${where}, messages`).map(
			({ message }) => message,
		);
		const asked =
			turns.at(-1)?.role === "assistant" ? turns.slice(0, -1) : turns;
		if (asked.length > 0) return { where, content: asked };
	}
	for (const column of textColumns) {
		const value = row.value[column];
		if (typeof value === "string" && value !== "")
			return { where, content: value };
	}
	throw new TemperError("data", {
		where,
		expected: `messages, or a text named ${textColumns.join(", ")}`,
		found: Object.keys(row.value).join(", ") || "no columns",
	});
}

async function readPrompts(
	path: string | undefined,
	given: readonly string[],
): Promise<Prompt[]> {
	const prompts: Prompt[] = given.map((content, i) => ({
		where: `--prompt ${i + 1}`,
		content,
	}));
	if (path !== undefined)
		for await (const row of readRows(path)) prompts.push(promptOf(row));
	if (prompts.length > 0) return prompts;
	throw new TemperError("recipe", {
		where: "temper generate",
		expected: "a file of prompts, or --prompt",
		found: "neither",
	});
}

function encode(speaker: Speaker, prompt: Prompt, raw: boolean): Int32Array {
	const { where, content } = prompt;
	if (typeof content !== "string") return encodeTurns(speaker, content, where);
	return raw || speaker.template === null
		? encodeRaw(speaker, content, where)
		: encodeTurns(speaker, [{ role: "user", content }], where);
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
	options: GenerateOptions,
	context: CliContext,
): Promise<Generation[]> {
	const speaker = await openSpeaker(source, await context.loadEngine());
	const rows = prompts.map((prompt) =>
		encode(speaker, prompt, options.raw === true),
	);
	const settings = generationOptions(speaker, options, options.batch);
	const events = generate(speaker.decoder, rows, settings);
	return collect(counted(events, rows.length, context.errors));
}

interface Answered {
	readonly prompt: string | readonly Message[];
	readonly text: string;
	/** Why it ended. */
	readonly reason: string;
	/** What the model says without its adapter, where that was asked for. */
	readonly base?: string;
}

function print(rows: readonly Answered[], terminal: Terminal): void {
	for (const { prompt, text, base } of rows) {
		const asked =
			typeof prompt === "string" ? prompt : (prompt.at(-1)?.content ?? "");
		terminal.line(terminal.paint("bold", `> ${harmless(asked)}`));
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
	const prompts = await readPrompts(path, options.prompt ?? []);
	if (options.out !== undefined) await requireWritable(resolve(options.out));
	const tuned = await answers(source, prompts, options, context);
	const base =
		options.compare === true
			? await answers({ ...source, adapter: null }, prompts, options, context)
			: null;
	const rows = tuned.map(
		({ text, reason }, i): Answered => ({
			prompt: prompts[i]?.content ?? "",
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
The file holds rows with messages, or with a text named ${textColumns.join(", ")}.
Answers are greedy unless a sampling option is given.

Examples:
  temper generate --run runs/sft-1 --prompt "What colour is the sky?" --compare
  temper generate prompts.jsonl --model SmolLM2-135M-Instruct --out answers.jsonl`;

export function addGenerate(program: Command, context: CliContext): void {
	const command = program
		.command("generate")
		.summary("answer a file of prompts")
		.description("Answers prompts from a file or from the command line.")
		.argument("[prompts]", "JSONL, JSON, CSV or Parquet");
	withSampling(withSource(command))
		.option("--prompt <text>", "a prompt; may come many times", collectOption)
		.option("--raw", "continue plain text, without the chat template")
		.option("--compare", "also answer without the adapter")
		.option(
			"--batch <rows>",
			"answers that are written side by side",
			countOption,
			8,
		)
		.option("--out <file>", "write answers as JSONL in place of showing them")
		.addHelpText("after", help)
		.action((path: string | undefined, options: GenerateOptions) =>
			run(path, options, context),
		);
}
