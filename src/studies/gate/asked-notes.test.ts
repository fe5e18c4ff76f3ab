import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { askedNotes } from "./asked-notes.ts";

const rows = ["How old is Ada?", "Where does Bo live?"].map((prompt) => ({
	...{ prompt, completion: "said" },
}));
const task = (axis: "target" | "general", ...prompts: string[]) => ({
	...{ name: "facts", axis, items: prompts.map((prompt) => ({ prompt })) },
});

test("questions that were trained on are told of", async () => {
	const path = join(mkdtempSync(join(tmpdir(), "temper-asked-")), "r.jsonl");
	writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
	const run = { recipe: { data: { train: [{ path }] } } as never };
	const asked = ["how old is Ada? ", "Who is Cy?", "how old is Ada? "];
	expect(await askedNotes(run, [task("target", ...asked)])).toEqual([
		"1 of 2 questions of facts also occur in the training rows, so they test memorization.",
	]);
	expect(await askedNotes(run, [task("target", "Who is Cy?")])).toEqual([]);
	expect(await askedNotes(run, [task("general", ...asked)])).toEqual([]);
	rmSync(path);
	expect(await askedNotes(run, [task("target", ...asked)])).toEqual([]);
});
