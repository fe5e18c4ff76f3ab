import { describe, expect, it } from "vitest";
import { StopText } from "./stop-text.ts";

function run(stops: string[], pieces: string[]): [string[], string | null] {
	const scanner = new StopText(stops);
	const out: string[] = [];
	for (const piece of pieces) {
		const { text, stopped } = scanner.push(piece);
		out.push(text);
		if (stopped) return [out, null];
	}
	return [out, scanner.end()];
}

describe("StopText", () => {
	it("finds a stop string across the borders of pieces and cuts before it", () => {
		expect(run(["END"], ["one E", "N", "D two"])).toEqual([
			["one ", "", ""],
			null,
		]);
	});

	it("lets go of what cannot become a stop string", () => {
		expect(run(["END"], ["one E", "N", "d"])).toEqual([
			["one ", "", "ENd"],
			"",
		]);
		expect(run(["aab"], ["a", "a", "a", "c"])).toEqual([
			["", "", "a", "aac"],
			"",
		]);
	});

	it("hands back at the end what never became one", () => {
		expect(run(["\n\n"], ["x\n"])).toEqual([["x"], "\n"]);
	});

	it("cuts at the first of several", () => {
		expect(run(["three", "two"], ["one two three"])).toEqual([["one "], null]);
	});

	it("passes everything at once where there is nothing to stop at", () => {
		expect(run([], ["ab", "", "c"])).toEqual([["ab", "", "c"], ""]);
	});

	it("gives the same text however it is cut into pieces", () => {
		const text = "ababcabababd tail";
		for (const stop of ["ababd", "abc", "xyz"]) {
			for (let cut = 1; cut < text.length; cut++) {
				const pieces = [text.slice(0, cut), text.slice(cut)];
				const [out, rest] = run([stop], pieces);
				const at = text.indexOf(stop);
				const expected = at < 0 ? text : text.slice(0, at);
				expect(out.join("") + (rest ?? "")).toBe(expected);
			}
		}
	});
});
