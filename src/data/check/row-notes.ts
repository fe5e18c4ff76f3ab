import { TemperError } from "../../core/error.ts";
import type { Row } from "../../formats/rows/row.ts";
import type { EncodedGroup } from "../../text/encoded-row.ts";
import type { Message } from "../../text/message.ts";
import type { RowEncoder } from "../../text/row-encoder.ts";
import { splitRow } from "../../text/split-row.ts";
import type { ChatTemplate } from "../../text/template/template.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import { defaultSystem } from "../../text/turns/default-system.ts";
import { supervisedCount } from "../example.ts";
import { lengthNote, type PairLengths } from "./length-note.ts";

/** Rows below this number show no tendency. */
const fewAnswers = 10;

/** Share of rows that have one answer, from which it is worth a word. */
const mostAnswers = 0.8;

/** Held-out rows below this number say little. */
const fewHeldOut = 10;

/** Roles that every template has its own way of writing. */
const usualRoles = ["system", "user", "assistant", "tool"];

/** Marks of common templates, in addition to the model's own special tokens. */
const usualMarks = [
	"<|im_start|>",
	"<|im_end|>",
	"[INST]",
	"[/INST]",
	"<start_of_turn>",
	"<|start_header_id|>",
	"<|eot_id|>",
	"### Instruction:",
	"### Response:",
];

export interface RowNotesParts {
	readonly tokenizer: Pick<Tokenizer, "special">;
	/** Null if the model has none. */
	readonly template: ChatTemplate | null;
}

/** Gathers from rows, as they are encoded, what no error says and a reader should know before training. */
export class RowNotes {
	readonly #template: ChatTemplate | null;
	readonly #marks: readonly string[];
	readonly #roles = new Map<string, number>();
	readonly #marked = new Map<string, number>();
	readonly #answers = new Map<string, number>();
	#conversations = 0;
	#withoutSystem = 0;
	#markedRows = 0;
	readonly #lengths: PairLengths[] = [];
	#demonstrations = 0;

	constructor({ tokenizer, template }: RowNotesParts) {
		this.#template = template;
		const own = [...tokenizer.special.keys()].filter((mark) => mark.length > 3);
		this.#marks = [...new Set([...own, ...usualMarks])];
	}

	/** The same encoder, which tells of every row that it encodes. */
	listen(encode: RowEncoder): RowEncoder {
		return (row) => {
			const groups = encode(row);
			this.add(row, groups);
			return groups;
		};
	}

	/** Takes in one row and what it was encoded to. */
	add(row: Row, groups: readonly EncodedGroup[]): void {
		this.#addMessages(conversationOf(row));
		for (const group of groups) this.#addAnswers(group);
	}

	#addMessages(messages: readonly Message[] | null): void {
		if (messages === null || this.#template === null) return;
		this.#conversations++;
		const roles = new Set(messages.map(({ role }) => role));
		if (!roles.has("system") && !roles.has("developer")) this.#withoutSystem++;
		for (const role of roles) count(this.#roles, role);
		const text = messages.map(({ content }) => content ?? "").join("\n");
		const marks = this.#marks.filter((mark) => text.includes(mark));
		for (const mark of marks) count(this.#marked, mark);
		if (marks.length > 0) this.#markedRows++;
	}

	#addAnswers(group: EncodedGroup): void {
		const [first, second] = group;
		if (first === undefined || first.promptAlone) return;
		if (second !== undefined) {
			const [chosen, rejected] = [first, second].map(supervisedCount) as [
				number,
				number,
			];
			this.#lengths.push({ chosen, rejected });
			return;
		}
		this.#demonstrations++;
		count(
			this.#answers,
			first.ids.filter((_, i) => first.mask[i] === 1).join(),
		);
	}

	/** Sentences, in the order of what they weigh. */
	notes(): string[] {
		return [
			...this.#systemNote(),
			...this.#roleNotes(),
			...this.#markNote(),
			...lengthNote(this.#lengths),
			...this.#answerNote(),
		];
	}

	#systemNote(): string[] {
		if (this.#withoutSystem === 0 || this.#template === null) return [];
		const own = defaultSystem(this.#template);
		if (own === null) return [];
		const shown = own.length > 80 ? `${own.slice(0, 80)}...` : own;
		return [
			`${rowsOf(this.#withoutSystem, this.#conversations)} no system message, so the chat template writes its own: ${JSON.stringify(shown)}. If the model will be asked with another one, or with none, give the rows that message.`,
		];
	}

	#roleNotes(): string[] {
		const text = this.#template?.text ?? "";
		const named = (role: string) =>
			usualRoles.includes(role) ||
			[`'${role}'`, `"${role}"`].some((quoted) => text.includes(quoted));
		return [...this.#roles]
			.filter(([role]) => !named(role))
			.map(([role, rows]) => {
				const usual = usualRoles.find(
					(one) => one === role.trim().toLowerCase(),
				);
				const hint =
					usual === undefined
						? "see what it writes with `npx temper-lm data show`"
						: `did you mean ${JSON.stringify(usual)}?`;
				return `The role ${JSON.stringify(role)} (in ${rowWord(rows)}) is not one that the chat template knows by name: ${hint}${usual === undefined ? "." : ""}`;
			});
	}

	#markNote(): string[] {
		if (this.#markedRows === 0) return [];
		const marks = [...this.#marked.keys()].slice(0, 3).join(", ");
		return [
			`${rowsOf(this.#markedRows, this.#conversations)} marks of a chat template inside a message (${marks}). The model's own template is written around them, so training treats them as part of the answer's text: remove them from the messages.`,
		];
	}

	#answerNote(): string[] {
		if (this.#demonstrations < fewAnswers) return [];
		const most = Math.max(0, ...this.#answers.values());
		if (most / this.#demonstrations < mostAnswers) return [];
		return [
			`${most} of ${this.#demonstrations} rows have the same answer: a model that always gives it does well on such rows without reading the question.`,
		];
	}
}

/** A note on held-out rows that are too few to say anything; null if there are none or enough. */
export function heldOutNote(rows: number): string | null {
	if (rows === 0 || rows >= fewHeldOut) return null;
	return `Only ${rowWord(rows)} ${rows === 1 ? "is" : "are"} held out, too few to measure what was learned. Hold out 20 or more, for example data.heldOut: { kind: count, rows: 20 }.`;
}

/** What a row's conversation says before its last answer; null for a row that is no conversation. */
function conversationOf(row: Row): readonly Message[] | null {
	try {
		const { asked, shown } = splitRow(row);
		if (asked === null || typeof asked === "string") return null;
		return shown === null
			? asked
			: [...asked, { role: "assistant", content: shown }];
	} catch (error) {
		// A row that can be encoded and not be split has nothing to note.
		if (error instanceof TemperError) return null;
		throw error;
	}
}

function count(counts: Map<string, number>, key: string): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}

function rowWord(rows: number): string {
	return `${rows} ${rows === 1 ? "row" : "rows"}`;
}

function rowsOf(some: number, all: number): string {
	return `${some} of ${rowWord(all)} ${some === 1 ? "has" : "have"}`;
}
