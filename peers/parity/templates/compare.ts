import { readFileSync } from "node:fs";
import { TemperError } from "../../../src/core/error.ts";
import { parseRowJson } from "../../../src/formats/json/parse-json.ts";
import type { Message } from "../../../src/text/message.ts";
import { rowEncoder } from "../../../src/text/row-encoder.ts";
import { bakeTemplates } from "../../../src/text/template/bake.ts";
import {
	type ChatTemplate,
	createTemplate,
} from "../../../src/text/template/template.ts";
import { createTokenizer } from "../../../src/text/tokenizer/create-tokenizer.ts";
import type { Tokenizer } from "../../../src/text/tokenizer/tokenizer.ts";

export interface MatrixRow {
	readonly name: string;
	readonly messages: readonly Message[];
	readonly tools?: string;
}

export interface Matrix {
	readonly date: string;
	readonly special: readonly string[];
	readonly rows: readonly MatrixRow[];
	readonly tools: Readonly<Record<string, readonly unknown[]>>;
}

/** What transformers makes of a row: its text and ids, or the template's error. */
export interface RecordedRow {
	readonly text?: string;
	readonly ids?: readonly number[];
	/** Of a row whose calls are given as text: what transformers makes of the text, while `ids` are of the same as objects. */
	readonly as_given?: readonly number[] | null;
	/** The first message alone, with the generation prompt; null where the template refuses it. */
	readonly prompt?: string | null;
	readonly error?: string;
}

export interface Recorded {
	readonly versions: Readonly<Record<string, string>>;
	readonly families: Readonly<
		Record<
			string,
			{
				readonly names: Readonly<Record<string, string>>;
				readonly rows: Readonly<Record<string, RecordedRow>>;
				/** The template's text, where the project has no file of it. */
				readonly template?: string;
				/** Its special tokens, if they are not those of the matrix. */
				readonly special?: readonly string[];
			}
		>
	>;
}

/** identical: text and ids; error: both refuse it; refused: Temper alone, with the reason; part: equal, some turns unlearnt. */
export interface Outcome {
	readonly kind: "identical" | "part" | "refused" | "error" | "different";
	readonly reason: string;
}

/** The rows, numbers as they are written. */
export function readMatrix(): Matrix {
	const file = new URL("matrix.json", import.meta.url);
	const text = readFileSync(file, "utf8");
	return parseRowJson(text, { file: "matrix.json", code: "data" }) as Matrix;
}

/** The toy model's tokenizer with the special tokens of all families. */
export function matrixTokenizer(
	{ special }: Matrix,
	names: Readonly<Record<string, string>>,
): Tokenizer {
	const file = new URL("../../../models/toy/tokenizer.json", import.meta.url);
	const tokenizer = JSON.parse(readFileSync(file, "utf8")) as {
		added_tokens: { id: number; content: string }[];
		model: { vocab: Record<string, number> };
	};
	const known = tokenizer.added_tokens.map(({ content }) => content);
	const ids = [
		...Object.values(tokenizer.model.vocab),
		...tokenizer.added_tokens.map(({ id }) => id),
	];
	const size = 1 + Math.max(...ids);
	const added = special
		.filter((content) => !known.includes(content))
		.map((content, i) => ({
			...{ id: size + i, content, special: true, normalized: false },
			...{ single_word: false, lstrip: false, rstrip: false },
		}));
	return createTokenizer(
		{
			tokenizer: {
				...tokenizer,
				added_tokens: [...tokenizer.added_tokens, ...added],
			},
			config: names,
			generation: null,
		},
		"toy",
	);
}

export function matrixTemplate(
	text: string,
	{ date }: Matrix,
	names: Readonly<Record<string, string>>,
): ChatTemplate {
	const named = new Map([["default", { text, source: "template" }]]);
	return createTemplate(bakeTemplates(named, { variables: {}, date }), {
		special: names,
	});
}

/** What Temper makes of a row, beside what transformers makes of it. */
export function compareRow(
	row: MatrixRow,
	recorded: RecordedRow,
	parts: { matrix: Matrix; tokenizer: Tokenizer; template: ChatTemplate },
): Outcome {
	const { matrix, tokenizer, template } = parts;
	const tools = row.tools === undefined ? null : matrix.tools[row.tools];
	const value = { messages: row.messages, tools };
	const encode = rowEncoder({ tokenizer, template, wants: "demonstrations" });
	try {
		const [answer] = encode({ value, file: "rows", line: 1 }).flat();
		if (recorded.error !== undefined)
			return { kind: "different", reason: `transformers: ${recorded.error}` };
		const ids = [...(answer?.ids ?? [])];
		const right = [recorded.ids, recorded.as_given];
		if (!right.some((known) => known?.join() === ids.join()))
			return {
				kind: "different",
				reason: tokenizer.decode(ids, { skipSpecial: false }),
			};
		const { rewritten = 0 } = answer ?? {};
		return rewritten === 0
			? { kind: "identical", reason: "" }
			: { kind: "part", reason: `${rewritten} earlier turns unlearnt` };
	} catch (error) {
		if (!(error instanceof TemperError) || error.code !== "data") throw error;
		const reason = error.message;
		return { kind: recorded.error === undefined ? "refused" : "error", reason };
	}
}
