import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { StoredTensor } from "../core/dtype.ts";
import { graphKey } from "./graph-key.ts";
import { Ops } from "./ops.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-graph-key-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "weights.bin");
writeFileSync(file, new Uint8Array(64));

const tensor = (offset: number): StoredTensor => ({
	...{ name: "w", dtype: "F32", shape: [2, 2], file },
	...{ offset, length: 16 },
});

function key({ scale = 2, offset = 0, added = 1 } = {}): string {
	const ops = new Ops();
	const x = ops.input("x", ["N", 2]);
	const w = ops.frozen(tensor(offset));
	const product = ops.affine(ops.matmul(x, w), scale, 0);
	const constant = ops.constant("added", new Float32Array(2).fill(added));
	ops.output("y", ops.add(product, constant));
	return graphKey(ops.graph());
}

test("equal graphs have one key; other attributes, constants and places of weights give others", () => {
	const first = key();
	expect(key()).toBe(first);
	const others = [key({ scale: 3 }), key({ offset: 16 }), key({ added: 4 })];
	expect(new Set([first, ...others]).size).toBe(4);
});

test("a file that was written anew gives another key", () => {
	const first = key();
	writeFileSync(file, new Uint8Array(128));
	expect(key()).not.toBe(first);
});
