import { expect } from "vitest";
import type { BadCase } from "./bad-case.ts";

/** A sentence: where, expected, found; or the parser of arguments' own. Then perhaps a hint. */
const form =
	/^error: [^\n]+: expected [^\n]+, found [^\n]+\.\n(hint: [^\n]+\n)?$/;
const usageForm = /^error: [^\n]+\.\n(hint: [^\n]+\n)?$/;

/** Checks what a spoilt world's command line ended with. */
export function expectSentence(
	{ says, name }: BadCase,
	folder: string,
	{ status, err }: { status: number | null; err: string },
	kind: "sentence" | "usage" = "sentence",
): void {
	expect(err, name).not.toMatch(/\n {4}at /);
	expect(err, name).toMatch(kind === "usage" ? usageForm : form);
	expect(err.length, name).toBeLessThan(1500);
	expect(status, name).toBe(2);
	let from = 0;
	for (const part of says) {
		const text = part.replaceAll("DIR", folder);
		const at = err.indexOf(text, from);
		expect(at, `${JSON.stringify(text)} in ${err}`).toBeGreaterThanOrEqual(0);
		from = at + text.length;
	}
}
