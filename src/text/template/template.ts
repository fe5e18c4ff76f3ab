import { join } from "node:path";
import { Environment, parse, tokenize } from "@huggingface/jinja";
import { TemperError } from "../../core/error.ts";
import { decodeCallArguments, noteCallArguments } from "../call-arguments.ts";
import type { Message } from "../message.ts";
import { readModelJson, readModelText } from "../model-json.ts";
import { BoundedInterpreter } from "../python/bounded-interpreter.ts";
import {
	type SpecialTokens,
	specialTokensOf,
} from "../tokenizer/special-tokens.ts";
import { bakeTemplates, type TemplateSettings } from "./bake.ts";
import {
	type NamedTemplates,
	readTemplates,
	type TemplateText,
} from "./named-templates.ts";
import { templateGlobals } from "./template-globals.ts";
import {
	type TemplateValue,
	templateList,
	templateValue,
} from "./template-values.ts";

type Program = ReturnType<typeof parse>;

export interface RenderOptions {
	/** Ends the text with the header of an assistant turn that is still to be written. */
	readonly addGenerationPrompt: boolean;
	readonly tools?: readonly unknown[] | null;
	/** Named in errors; the template itself if absent. */
	readonly where?: string;
}

/** A half-open range of UTF-16 units in a text. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** The model's own template, which renders a conversation as one text. */
export interface ChatTemplate {
	/** Where it was found: a file. */
	readonly source: string;
	/** Its own text; of several named templates all texts. */
	readonly text: string;
	/** Throws `data` with the template's own message when it fails or refuses the messages. */
	render(messages: readonly Message[], options: RenderOptions): string;
	/** The same text, and what the template says of the turns in it. */
	renderMarked(
		messages: readonly Message[],
		options: RenderOptions,
	): MarkedText;
}

export interface MarkedText {
	readonly text: string;
	/** Whether the template says itself which text the assistant generates, with `{% generation %}`. */
	readonly marksTurns: boolean;
	/** The spans that it marks in this text. */
	readonly marked: readonly Span[];
}

export interface TemplateOptions extends Partial<TemplateSettings> {
	/** A jinja file to use instead of the model's template. */
	readonly file?: string | undefined;
	/** A folder whose templates are used instead of the model's own, as a run keeps them. */
	readonly folder?: string | undefined;
}

/**
 * The chat template of a model folder: `chat_template.jinja` and `additional_chat_templates/NAME.jinja`, or
 * `chat_template` in `tokenizer_config.json`. Null if the model has none. Throws `weights` when one is no valid jinja, and
 * `recipe` for options that do not fit it.
 */
export async function openTemplate(
	folder: string,
	options: TemplateOptions = {},
): Promise<ChatTemplate | null> {
	const config = await readConfig(folder);
	const named = await bakedTemplates(folder, options);
	if (named.size === 0) return null;
	return createTemplate(named, { special: specialTokensOf(config) });
}

/** The texts of a model's chat templates with the options written into them. Throws `weights` and `recipe`. */
export async function bakedTemplates(
	folder: string,
	options: TemplateOptions,
): Promise<NamedTemplates> {
	const { file, variables = {}, date = null } = options;
	const named =
		file !== undefined
			? new Map([["default", await readTemplateFile(file)]])
			: options.folder === undefined
				? await readTemplates(folder, await readConfig(folder))
				: await readTemplates(options.folder, await readConfig(options.folder));
	const [name] = Object.keys(variables);
	if (named.size === 0 && name !== undefined)
		throw new TemperError("recipe", {
			where: `data.template, ${name}`,
			expected: "a model with a chat template",
			found: "a model without one",
		});
	return bakeTemplates(named, { variables, date });
}

async function readConfig(folder: string): Promise<Record<string, unknown>> {
	return (await readModelJson(join(folder, "tokenizer_config.json"))) ?? {};
}

async function readTemplateFile(source: string): Promise<TemplateText> {
	const text = await readModelText(source);
	if (text !== null) return { text, source };
	throw new TemperError("recipe", {
		where: source,
		expected: "a chat template",
		found: "no such file",
	});
}

/**
 * A template from its text, or from several named ones: `tool_use`, if there is one, writes rows with tools, and `default`
 * all others. Throws `weights`.
 */
export function createTemplate(
	named: NamedTemplates,
	context: { special: SpecialTokens },
): ChatTemplate {
	const compiled = new Map(
		[...named].map(([name, { text, source }]) => [name, compile(text, source)]),
	);
	const [first] = named.values();
	const source = (named.get("default") ?? first)?.source ?? "chat template";
	const choose = (tools: unknown): Compiled => {
		const chosen =
			(tools ? compiled.get("tool_use") : undefined) ?? compiled.get("default");
		if (chosen !== undefined) return chosen;
		throw new TemperError("weights", {
			where: source,
			expected: 'a chat template named "default"',
			found: `only ${[...compiled.keys()].sort().join(", ")}`,
			hint: "The model has several named templates and none for rows without tools.",
		});
	};
	const globals = variablesOf({ ...templateGlobals, ...context.special });
	const renderMarked: ChatTemplate["renderMarked"] = (messages, options) => {
		const chosen = choose(options.tools);
		const text = run(chosen, globals, messages, options);
		const read = readMarks(text, options.where ?? chosen.source);
		return { ...read, marksTurns: chosen.marksTurns };
	};
	return {
		source,
		text: [...named.values()].map(({ text }) => text).join("\n"),
		renderMarked,
		render: (messages, options) => renderMarked(messages, options).text,
	};
}

/** Names and values that a template finds; it cannot change the values. */
type Variables = readonly (readonly [name: string, value: TemplateValue])[];

function variablesOf(values: Readonly<Record<string, unknown>>): Variables {
	return Object.entries(values).map(([name, value]) => [
		name,
		templateValue(value),
	]);
}

interface Compiled {
	readonly source: string;
	readonly program: Program;
	readonly marksTurns: boolean;
}

const generationTag = /\{%(-?)\s*(end)?generation\s*(-?)%\}/g;
/** The longest templates in use have about 30,000 characters. */
const longestTemplate = 1 << 20;

// Two code points that Unicode keeps out of every text.
const opening = "\uFDD0";
const closing = "\uFDD1";

/** The jinja library drops generation tags; as calls of a macro they have the scope and the effect they have in transformers. */
const markMacro = `{% macro temper_generation() %}{{ "${opening}" + caller() + "${closing}" }}{% endmacro %}`;

function compile(text: string, source: string): Compiled {
	const read = (part: string) =>
		parse(
			tokenize(part.replace(/\r\n?/g, "\n"), {
				lstrip_blocks: true,
				trim_blocks: true,
			}),
		);
	if (text.length > longestTemplate) {
		throw new TemperError("weights", {
			where: source,
			expected: `a chat template of at most ${longestTemplate} characters`,
			found: String(text.length),
		});
	}
	const marksTurns = text.search(generationTag) >= 0;
	try {
		const program = read(
			text.replace(generationTag, (_, left, end, right) =>
				end
					? `{%${left} endcall ${right}%}`
					: `{%${left} call temper_generation() ${right}%}`,
			),
		);
		if (marksTurns) program.body.unshift(...read(markMacro).body);
		return { source, program, marksTurns };
	} catch (error) {
		throw new TemperError("weights", {
			where: source,
			expected: "a valid jinja template",
			found: `an error in it: ${(error as Error).message}`,
			cause: error,
		});
	}
}

function run(
	compiled: Compiled,
	globals: Variables,
	messages: readonly Message[],
	options: RenderOptions,
): string {
	const { source } = compiled;
	try {
		const listed = messages.map((message) =>
			templateValue(asTransformersHasIt(message)),
		);
		const given = {
			tools: options.tools ?? null,
			documents: null,
			add_generation_prompt: options.addGenerationPrompt,
		};
		const variables = [...globals, ...variablesOf(given)];
		const render = () =>
			interpret(compiled.program, { variables, messages: listed, source });
		const asText = listed.filter(noteCallArguments);
		try {
			return render();
		} catch (error) {
			if (error instanceof TemperError || asText.length === 0) throw error;
			asText.forEach(decodeCallArguments);
			return render();
		}
	} catch (error) {
		if (error instanceof TemperError) throw error;
		throw new TemperError("data", {
			where: options.where ?? source,
			expected: "messages that the chat template accepts",
			found: `its error: ${(error as Error).message}`,
			cause: error,
		});
	}
}

function interpret(
	program: Program,
	context: {
		readonly variables: Variables;
		readonly messages: readonly TemplateValue[];
		readonly source: string;
	},
): string {
	const environment = new Environment();
	const { variables, messages, source } = context;
	const declare = environment.setVariable.bind(environment) as (
		name: string,
		value: TemplateValue,
	) => void;
	for (const [name, value] of variables) declare(name, value);
	declare("messages", templateList(messages));
	const interpreter = new BoundedInterpreter(environment, source);
	return String(interpreter.run(program).value);
}

/**
 * A message as transformers hands it to a template: a field of null is absent, and reasoning, which goes by three names, is
 * found by the two that templates ask for.
 */
function asTransformersHasIt(message: Message): Record<string, unknown> {
	const present = Object.fromEntries(
		Object.entries(message).filter(([, value]) => value !== null),
	);
	const reasoning =
		present.reasoning_content ?? present.thinking ?? present.reasoning ?? null;
	if (reasoning === null) return present;
	return { thinking: reasoning, ...present, reasoning_content: reasoning };
}

function readMarks(
	raw: string,
	where: string,
): { text: string; marked: Span[] } {
	if (!raw.includes(opening) && !raw.includes(closing)) {
		return { text: raw, marked: [] };
	}
	const marked: Span[] = [];
	let text = "";
	let start: number | null = null;
	for (const part of raw.split(/([\uFDD0\uFDD1])/)) {
		const opens = part === opening;
		if (!opens && part !== closing) {
			text += part;
			continue;
		}
		if (opens !== (start === null)) {
			throw new TemperError("data", {
				where,
				expected:
					"text without U+FDD0 and U+FDD1, and generation blocks that do not nest",
				found: "such a character or block",
			});
		}
		if (start !== null) marked.push({ start, end: text.length });
		start = opens ? text.length : null;
	}
	return { text, marked };
}
