import { describe, expect, test } from "vitest";
import type { Row } from "../../formats/rows/row.ts";
import type { EncodedGroup } from "../../text/encoded-row.ts";
import { createTemplate } from "../../text/template/template.ts";
import { defaultSystem } from "../../text/turns/default-system.ts";
import { heldOutNote, RowNotes } from "./row-notes.ts";

const chatml = (own: string) =>
	templateOf(
		`{% if messages[0]['role'] != 'system' %}${own}{% endif %}{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}`,
	);

function templateOf(text: string) {
	const named = new Map([["default", { text, source: "t.jinja" }]]);
	return createTemplate(named, { special: {} });
}

const withDefault = chatml(
	"<|im_start|>system\nYou are Kip, a ship's cat.<|im_end|>\n",
);
const bare = chatml("");
const llama = templateOf(
	"<|start|>system<|end|>\n\nToday: 1 Jan\n\n{% if messages[0]['role'] == 'system' %}{{ messages[0]['content'] }}{% set messages = messages[1:] %}{% endif %}<|eot|>{% for m in messages %}<|start|>{{ m['role'] }}<|end|>{{ m['content'] }}<|eot|>{% endfor %}",
);
const noSystem = templateOf(
	"{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}{% for m in messages %}{{ m['content'] }}{% endfor %}",
);

test("a template's own system message is found; a date or nothing is none", () => {
	expect(defaultSystem(withDefault)).toBe("You are Kip, a ship's cat.");
	expect(defaultSystem(bare)).toBeNull();
	expect(defaultSystem(llama)).toBeNull();
	expect(defaultSystem(noSystem)).toBeNull();
});

const answer = (length: number, liked = true, first = 1) => ({
	ids: Int32Array.from({ length: length + 1 }, (_, i) => first + i),
	mask: Uint8Array.from({ length: length + 1 }, (_, i) => Number(i > 0)),
	liked,
});

const row = (value: Record<string, unknown>): Row => ({
	file: "rows.jsonl",
	line: 1,
	value,
});

const turn = (role: string, content: string) => ({ role, content });
const asks = (...messages: object[]) =>
	row({ messages: [...messages, turn("assistant", "a")] });

function notesOf(
	rows: readonly (readonly [Row, EncodedGroup])[],
	template = bare,
): string[] {
	const special = new Map([
		["<|im_end|>", 2],
		["<|tool|>", 3],
	]);
	const notes = new RowNotes({ tokenizer: { special }, template });
	for (const [one, group] of rows) notes.add(one, [group]);
	return notes.notes();
}

/** Answers that differ, so that nothing is said of them. */
const each = (rows: readonly Row[]) =>
	rows.map((one, i) => [one, [answer(3, true, 10 * i)]] as const);

describe("rows without a system message", () => {
	const plain = asks(turn("user", "b"));
	const told = asks(turn("system", "Be brief."), turn("user", "b"));

	test("are counted where the template writes its own", () => {
		expect(notesOf(each([plain, told, plain]), withDefault)).toEqual([
			'2 of 3 rows have no system message, so the chat template writes its own: "You are Kip, a ship\'s cat.". If the model will be asked with another one, or with none, give the rows that message.',
		]);
	});

	test("are nothing to note where it writes none, where all rows have one, or where no template is applied", () => {
		expect(notesOf(each([plain, told]))).toEqual([]);
		expect(notesOf(each([told, told]), withDefault)).toEqual([]);
		const text = row({ prompt: "a", completion: "b" });
		expect(notesOf(each([text]), withDefault)).toEqual([]);
		const column = row({
			...{ system: "Be brief.", question: "q", answer: "a" },
		});
		expect(notesOf(each([column]), withDefault)).toEqual([]);
	});
});

describe("roles", () => {
	test("that the template does not name are named", () => {
		const rows = [
			asks(turn("narrator", "once"), turn("user", "b")),
			asks(turn("User", "b")),
		];
		expect(notesOf(each(rows))).toEqual([
			'The role "narrator" (in 1 row) is not one that the chat template knows by name: see what it writes with `npx temper-lm data show`.',
			'The role "User" (in 1 row) is not one that the chat template knows by name: did you mean "user"?',
		]);
	});

	test("that it names, and the usual ones, are nothing to note", () => {
		const knows = templateOf(
			"{% for m in messages %}{% if m['role'] == 'narrator' %}({{ m['content'] }}){% else %}{{ m['content'] }}{% endif %}{% endfor %}",
		);
		const told = asks(turn("narrator", "once"), turn("user", "b"));
		const usual = asks(
			turn("system", "s"),
			turn("user", "b"),
			turn("tool", "c"),
		);
		expect(notesOf(each([told, usual]), knows)).toEqual([]);
	});
});

describe("marks of a template inside a message", () => {
	test("are counted, those of the model's own tokenizer too", () => {
		const rows = [
			asks(turn("user", "[INST] b [/INST]")),
			asks(turn("user", "b <|tool|>")),
			asks(turn("user", "b")),
		];
		expect(notesOf(each(rows))[0]).toMatch(
			/^2 of 3 rows have marks of a chat template inside a message \(\[INST\], \[\/INST\], <\|tool\|>\)\./,
		);
	});

	test("are what a plain text may have", () => {
		const rows = [row({ prompt: "[INST] b [/INST]", completion: "c" })];
		expect(notesOf(each(rows))).toEqual([]);
	});
});

describe("pairs", () => {
	const pair = row({ prompt: "p", chosen: "c", rejected: "r" });
	const pairs = (longer: number, all: number) =>
		Array.from({ length: all }, (_, i) => {
			const chosen = answer(i < longer ? 8 : 3);
			return [pair, [chosen, answer(4, false)]] as const;
		});

	test("of which most chosen answers are longer", () => {
		expect(notesOf(pairs(9, 10))[0]).toMatch(
			/^In 9 of 10 pairs the chosen answer is longer than the rejected one \(8 against 4 tokens on average\)/,
		);
	});

	test("are nothing to note where lengths go both ways, or where there are hardly any", () => {
		expect(notesOf(pairs(6, 10))).toEqual([]);
		expect(notesOf(pairs(4, 4))).toEqual([]);
	});
});

test("one answer to most questions is noted, from ten rows on", () => {
	const same = (count: number, others: number) =>
		Array.from({ length: count + others }, (_, i) => {
			const own = answer(3, true, i < count ? 1 : 100 + 10 * i);
			return [asks(turn("user", `${i}`)), [own]] as const;
		});
	expect(notesOf(same(9, 1))[0]).toMatch(/^9 of 10 rows have the same answer:/);
	expect(notesOf(same(7, 3))).toEqual([]);
	expect(notesOf(same(9, 0))).toEqual([]);
});

test("held-out rows that are too few", () => {
	expect(heldOutNote(3)).toMatch(
		/^Only 3 rows are held out, too few to measure/,
	);
	expect(heldOutNote(1)).toMatch(/^Only 1 row is held out/);
	expect([heldOutNote(0), heldOutNote(10)]).toEqual([null, null]);
});
