import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { TemperError } from "../../core/error.ts";
import {
	openSpeaker,
	type Speaker,
	type SpeakerSource,
	speak,
} from "../../generate/speaker.ts";
import type { Message } from "../../text/message.ts";
import { encodeAsked } from "../../text/prompt.ts";
import {
	type DeviceChoice,
	type PrecisionChoice,
	sayPrecision,
	settledPrecision,
	withDevice,
	withPrecision,
} from "../answer-precision.ts";
import type { CliContext } from "../context.ts";
import { exitStatus, reportError } from "../error-boundary.ts";
import { withSampling, withSource } from "../options.ts";
import { harmless } from "../terminal/terminal.ts";
import {
	type SamplingOptions,
	type SourceOptions,
	speakerSource,
	speakOptions,
} from "./speaker.ts";
import { withTemplate } from "./template-choice.ts";

interface ChatOptions
	extends SourceOptions,
		SamplingOptions,
		PrecisionChoice,
		DeviceChoice {
	readonly system?: string;
	readonly compare?: boolean;
}

/** One side of the conversation: a model and what was said to and by it. */
interface Side {
	/** Shown before its answers; null if there is one side. */
	readonly label: string | null;
	readonly speaker: Speaker;
	messages: Message[];
}

async function openSides(
	options: ChatOptions,
	context: CliContext,
): Promise<Side[]> {
	const source = await speakerSource(options);
	const { openDecoder } = await context.loadServices();
	const { device = "cpu" } = options;
	const settled = await settledPrecision(
		[source.model],
		options,
		null,
		context,
	);
	const { precision } = settled;
	const open = (one: SpeakerSource) =>
		openSpeaker(one, (named) =>
			openDecoder({ ...named, precision, device, rows: 1 }),
		);
	const tuned = await open(source);
	sayPrecision(settled, context);
	if (options.compare !== true)
		return [{ label: null, speaker: tuned, messages: [] }];
	if (source.adapter === null) {
		throw new TemperError("recipe", {
			where: "--compare",
			expected: "an adapter to leave out",
			found: "a model without one",
			hint: "Give --run of a LoRA run, or --model with --adapter.",
		});
	}
	const base = await open({ ...source, adapter: null });
	return [
		{ label: "base", speaker: base, messages: [] },
		{ label: "tuned", speaker: tuned, messages: [] },
	];
}

/** Streams one answer to the screen and remembers it. Ctrl+C ends the answer, not the conversation. */
async function answer(
	side: Side,
	question: string,
	options: ChatOptions,
	context: CliContext,
): Promise<void> {
	const { terminal } = context;
	const asked = [...side.messages, { role: "user", content: question }];
	const around = { where: "chat", tools: null };
	const prompt = encodeAsked(asked, around, side.speaker);
	const settings = speakOptions(options, 1);
	const stop = new AbortController();
	const unlisten = context.onInterrupt((signal) => {
		if (signal === "SIGINT") stop.abort();
		else context.exit(exitStatus.interrupted);
	});
	if (side.label !== null)
		terminal.write(`${terminal.paint("dim", `${side.label}:`)} `);
	let text = "";
	try {
		const { signal } = stop;
		const events = speak(side.speaker, [prompt], settings, { signal });
		for await (const event of events) {
			text += event.text;
			terminal.write(harmless(event.text));
		}
	} finally {
		unlisten();
		terminal.line();
	}
	side.messages = [...asked, { role: "assistant", content: text }];
}

/** A question that cannot be answered, as one that fills the window, ends neither the conversation nor the program. */
async function answerAll(
	sides: readonly Side[],
	question: string,
	options: ChatOptions,
	context: CliContext,
): Promise<void> {
	try {
		for (const side of sides) await answer(side, question, options, context);
	} catch (error) {
		if (!(error instanceof TemperError) || error.code !== "data") throw error;
		reportError(error, context.errors);
	}
}

async function chat(options: ChatOptions, context: CliContext): Promise<void> {
	const { terminal, input } = context;
	const sides = await openSides(options, context);
	const opening: Message[] =
		options.system === undefined
			? []
			: [{ role: "system", content: options.system }];
	const begin = () => {
		for (const side of sides) side.messages = opening;
	};
	begin();
	terminal.line(
		terminal.paint("dim", "/reset forgets, /exit or Ctrl+D leaves"),
	);
	const reader = createInterface({ input });
	try {
		terminal.write("> ");
		for await (const line of reader) {
			const question = line.trim();
			if (question === "/exit") break;
			if (question === "/reset") begin();
			else if (question !== "")
				await answerAll(sides, question, options, context);
			terminal.write("> ");
		}
	} finally {
		reader.close();
		terminal.line();
	}
}

const help = `
Examples:
  npx temper-lm chat --run runs/sft-1 --compare
  npx temper-lm chat --model SmolLM2-135M-Instruct --temperature 0.7 --top-p 0.9`;

export function addChat(program: Command, context: CliContext): void {
	const command = program
		.command("chat")
		.description(
			"Chats with a model: with its adapter, without it, or both side by side.",
		);
	withDevice(withPrecision(withSampling(withTemplate(withSource(command)))))
		.option("--system <text>", "the system message")
		.option("--compare", "answer with and without the adapter, side by side")
		.addHelpText("after", help)
		.action((options: ChatOptions) => chat(options, context));
}
