import { describe, expect, test } from "vitest";
import { templates } from "../../../test/fixtures/templates.ts";
import { template, tinyTokenizer } from "../../../test/fixtures/tiny-model.ts";
import type { EncodedAnswer } from "../../text/encoded-row.ts";
import { rowEncoder } from "../../text/row-encoder.ts";
import { renderPieces } from "./render-pieces.ts";
import { showRow } from "./show-row.ts";

const tokenizer = tinyTokenizer();
const encode = rowEncoder({
	tokenizer,
	template: template(templates.noSystem),
	wants: "demonstrations",
});
const row = (question: string, answer: string) => {
	const [group] = encode({ value: { question, answer }, file: "a", line: 1 });
	return group?.[0] as EncodedAnswer;
};
const esc = String.fromCharCode(27);

describe("showRow", () => {
	test("one piece per token; the end of the turn is told apart", () => {
		const encoded = row("Q", "ZZ");
		const pieces = showRow(encoded, tokenizer);
		expect(pieces).toHaveLength(encoded.ids.length);
		expect(pieces.slice(-4)).toEqual([
			{ text: "Z", kind: "supervised", weight: null },
			{ text: "Z", kind: "supervised", weight: null },
			{ text: "<|im_end|>", kind: "end", weight: null },
			{ text: "↵", kind: "masked", weight: null },
		]);
	});

	test("weights stand on learnt tokens only", () => {
		const encoded = row("Q", "ZZ");
		const weights = Array.from(encoded.ids, (_, t) => t);
		const shown = showRow(encoded, tokenizer, weights).map((p) => p.weight);
		expect(shown.slice(-5)).toEqual([null, ...weights.slice(-4, -1), null]);
	});

	test("nothing in a row can steer the terminal or hide", () => {
		const encoded = row(`${esc}[31m\t\r\u0000\u007f\u0085\u202e\u200b`, "é😀");
		const text = showRow(encoded, tokenizer)
			.map((piece) => piece.text)
			.join("");
		expect(text).toContain(
			"␛[31m⇥␍␀\\u{7f}\\u{85}\\u{202e}\\u{200b}<|im_end|>",
		);
		expect(text).toContain("é😀<|im_end|>");
		expect(text).not.toMatch(/\p{Cc}/u);
	});

	test("half a character at the very end is shown", () => {
		const [first] = tokenizer.encode("😀", { addSpecial: false });
		const pieces = showRow(
			{ ids: Int32Array.of(first ?? 0), mask: Uint8Array.of(0) },
			tokenizer,
		);
		expect(pieces[0]?.text).toBe("\uFFFD");
	});
});

describe("renderPieces", () => {
	const pieces = showRow(row("Q", "ZZ"), tokenizer);

	test("without colour", () => {
		expect(renderPieces(pieces, { colour: false })).toBe(
			"<|im_start|>user↵\nQ<|im_end|>↵\n<|im_start|>assistant↵\n⟦Z│Z│<|im_end|>⟧↵\n",
		);
		const weighted = pieces.map((piece) => ({
			...piece,
			weight: null as number | null,
		}));
		const last = weighted.at(-2);
		if (last) last.weight = 0.25;
		expect(renderPieces(weighted.slice(-3, -1), { colour: false })).toBe(
			"⟦Z│<|im_end|>{0.25}⟧",
		);
		expect(renderPieces([], { colour: false })).toBe("");
	});

	test("in colour the text is the same, and kinds and weights differ", () => {
		const plain = renderPieces(pieces, { colour: false }).replace(/[⟦│⟧]/g, "");
		const colour = renderPieces(pieces, { colour: true });
		const codes = new RegExp(`${esc}\\[[0-9;]*m`, "g");
		expect(colour.replace(codes, "")).toBe(plain);
		const codeOf = (weight: number | null) =>
			renderPieces([{ text: "x", kind: "supervised", weight }], {
				colour: true,
			});
		expect(new Set([0, 0.2, 0.5, 0.8, 1, null].map(codeOf)).size).toBe(6);
	});
});
