import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openModel } from "../../formats/open-model.ts";
import { openModelText } from "../../policy/model-text.ts";
import { roundingRowsOf } from "./rounding-rows.ts";

const toy = "models/toy";
const folder = mkdtempSync(join(tmpdir(), "temper-rounding-rows-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function textsOf(model: string): Promise<string[]> {
	const opened = await openModel(model, { checkValues: false });
	const rows = await roundingRowsOf(model, opened.model);
	const { tokenizer } = await openModelText(model);
	return rows.map(({ ids }) => tokenizer.decode(ids, { skipSpecial: false }));
}

test("rows are conversations in the model's own template", async () => {
	const texts = await textsOf(toy);
	expect(texts).toHaveLength(16);
	expect(texts[0]).toMatch(/<.*user.*sky look blue/s);
});

test("a model without a template reads them as plain texts", async () => {
	cpSync(toy, folder, { recursive: true });
	rmSync(join(folder, "chat_template.jinja"));
	const texts = await textsOf(folder);
	expect(texts).toHaveLength(16);
	expect(texts[0]).toMatch(/^\S*Why does the sky look blue in the daytime\?\n/);
	expect(texts[0]).not.toMatch(/user/);
});
