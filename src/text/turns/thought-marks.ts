import { TemperError } from "../../core/error.ts";
import type { Message } from "../message.ts";
import type { ChatTemplate } from "../template/template.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { type ThoughtMarks, usualMarks } from "./thoughts.ts";

/** Closing marks in the text of a template and their opening ones, which must stand there too. */
const namedPairs: readonly {
	readonly close: RegExp;
	readonly open: (name: string) => string;
}[] = [
	{
		close: /<\/([\w:-]*(?:think|thought|reason|reflect)[\w:-]*)>/gi,
		open: (name) => `<${name}>`,
	},
	{
		close: /\[\/(\w*(?:think|thought|reason)\w*)\]/gi,
		open: (name) => `[${name}]`,
	},
	{
		close: /<(\w*(?:channel|think|thought|reason)\w*)\|>/gi,
		open: (name) => `<|${name}>`,
	},
];

const probe = { thought: "A probing thought", answer: "A probing answer" };
const asked: Message = { role: "user", content: "A probing question" };

/** The marks between which a model with this template writes its thoughts: the usual ones, and those of the template. */
export function thoughtMarks(
	template: ChatTemplate,
	tokenizer: Pick<Tokenizer, "endOfTurn" | "tokenOf">,
): ThoughtMarks[] {
	const ends = [...tokenizer.endOfTurn].map((id) => tokenizer.tokenOf(id));
	const found = [
		...usualMarks,
		...namedMarks(template),
		...writtenMarks(template),
	];
	// Where a turn ends, no answer follows.
	const usable = found.filter(({ close }) =>
		ends.every((end) => end === null || !close.includes(end)),
	);
	const byText = new Map(
		usable.map((one) => [`${one.open} ${one.close}`, one]),
	);
	return [...byText.values()];
}

function namedMarks({ text }: ChatTemplate): ThoughtMarks[] {
	return namedPairs.flatMap(({ close, open }) =>
		[...text.matchAll(close)].flatMap(([mark, name = ""]) =>
			text.includes(open(name)) ? [{ open: open(name), close: mark }] : [],
		),
	);
}

/** Marks that only rendering shows, as `<|channel>thought`: what stands before and behind a thought, or ends the prompt. */
function writtenMarks(template: ChatTemplate): ThoughtMarks[] {
	const { thought, answer } = probe;
	const said = { role: "assistant", content: answer };
	const thinking = { ...said, reasoning_content: thought };
	const text = attempt(template, [asked, thinking], false);
	const plain = attempt(template, [asked, said], false);
	const prompt = attempt(template, [asked], true);
	if (text === null || plain === null || prompt === null) return [];
	const header = plain.slice(0, Math.max(0, plain.indexOf(answer)));
	const [at, end] = [text.indexOf(thought), text.indexOf(answer)];
	if (at < 0 || end < at) return promptMarks(prompt, header);
	const close = text.slice(at + thought.length, end).trim();
	const open = [prompt, header]
		.map((before) => text.slice(commonLength(text, before), at).trim())
		.find(isMark);
	return open !== undefined && isMark(close)
		? [{ open, close }]
		: promptMarks(prompt, header);
}

/** The mark with which a prompt opens a thought: behind the header of a turn. */
function promptMarks(prompt: string, header: string): ThoughtMarks[] {
	const open = /(?:<[\w:-]+>|\[[A-Z_]+\])\s*$/.exec(prompt)?.[0].trim();
	return open === undefined || header.trimEnd().endsWith(open)
		? []
		: [{ open, close: `${open[0]}/${open.slice(1)}` }];
}

/** Words alone mark nothing: an answer may hold them. */
function isMark(text: string): boolean {
	return /[<[]/.test(text);
}

function commonLength(a: string, b: string): number {
	let n = 0;
	while (n < a.length && n < b.length && a[n] === b[n]) n++;
	return n;
}

function attempt(
	template: ChatTemplate,
	messages: readonly Message[],
	addGenerationPrompt: boolean,
): string | null {
	try {
		return template.render(messages, { addGenerationPrompt });
	} catch (error) {
		if (error instanceof TemperError && error.code === "data") return null;
		throw error;
	}
}
