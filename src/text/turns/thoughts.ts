/** What a model writes around its thoughts. */
export interface ThoughtMarks {
	readonly open: string;
	readonly close: string;
}

/** How thoughts are found in an answer. Plain values, which pass between threads. */
export interface Thinking {
	readonly marks: readonly ThoughtMarks[];
	/** Whether the prompt has opened a thought already, so that the answer begins inside it. */
	readonly opened: boolean;
}

/** The marks of most models that think, for answers of models whose template is not known. */
export const usualMarks: readonly ThoughtMarks[] = [
	{ open: "<think>", close: "</think>" },
];

export const usualThinking: Thinking = { marks: usualMarks, opened: false };

/** An answer in two parts. */
export interface SplitAnswer {
	/** What follows the last thought; the whole text if there is none, and null if the answer ends inside a thought. */
	readonly final: string | null;
	/** Whether any of it is a thought. */
	readonly thought: boolean;
}

/**
 * Parts an answer from its thoughts: what follows the last closing mark is the answer, with or without an opening one. A
 * thought that was opened, in the text or by the prompt, and never closed leaves no answer. A mark in `backquotes` is text.
 */
export function splitThoughts(
	text: string,
	{ marks, opened }: Thinking = usualThinking,
): SplitAnswer {
	const end = Math.max(...marks.map(({ close }) => lastEnd(text, close)), 0);
	const rest = text.slice(end);
	const reopened = marks.some(({ open }) => lastEnd(rest, open) > 0);
	if (reopened || (opened && end === 0)) return { final: null, thought: true };
	return end === 0
		? { final: text, thought: false }
		: { final: rest.trim(), thought: true };
}

/** Whether a prompt ends with an opening mark. */
export function opensThought(
	prompt: string,
	marks: readonly ThoughtMarks[],
): boolean {
	const said = prompt.trimEnd();
	return marks.some(({ open }) => {
		const end = lastEnd(said, open);
		return end > 0 && end === said.length;
	});
}

/** Whether a text, up to where it is cut, has an open quotation of code in its last line; `before` is the same of what it follows. */
function opensCode(text: string, before: boolean): boolean {
	const line = text.slice(text.lastIndexOf("\n") + 1);
	const odd = line.split("`").length % 2 === 0;
	return text.includes("\n") ? odd : odd !== before;
}

/** Where the last occurrence of a mark ends; 0 if there is none. White space between its words may vary. */
function lastEnd(text: string, mark: string): number {
	const words = mark
		.split(/\s+/)
		.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
	let [end, read, code] = [0, 0, false];
	for (const match of text.matchAll(new RegExp(words.join("\\s*"), "g"))) {
		const { index } = match;
		code = opensCode(text.slice(read, index), code);
		read = index;
		const behind = index + match[0].length;
		// A mark between backquotes is only mentioned.
		const quoted = code && text[index - 1] === "`" && text[behind] === "`";
		if (!quoted) end = behind;
	}
	return end;
}
