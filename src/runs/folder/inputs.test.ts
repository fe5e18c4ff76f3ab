import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashInputs } from "./inputs.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-inputs-"));

test("a file's hash is its SHA-256; a folder's follows names and bytes", async () => {
	const file = join(folder, "rows.jsonl");
	writeFileSync(file, "rows");
	const model = join(folder, "model");
	mkdirSync(join(model, "deep"), { recursive: true });
	writeFileSync(join(model, "b"), "2");
	writeFileSync(join(model, "a"), "1");
	const [rows, before] = await hashInputs([file, model]);
	expect(rows).toEqual({
		path: file,
		bytes: 4,
		sha256: createHash("sha256").update("rows").digest("hex"),
	});
	expect(before?.bytes).toBe(2);
	writeFileSync(join(model, ".hidden"), "x");
	expect(await hashInputs([model])).toEqual([before]);
	writeFileSync(join(model, "b"), "3");
	const [now] = await hashInputs([model]);
	expect(now?.bytes).toBe(2);
	expect(now?.sha256).not.toBe(before?.sha256);
});

test("a missing input is a data error", async () => {
	await expect(hashInputs([join(folder, "gone")])).rejects.toMatchObject({
		code: "data",
	});
});
