import {
	mkdtempSync,
	readdirSync,
	readFileSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Example } from "../../data/example.ts";
import { byRow } from "../../data/pack.ts";
import { writeSafetensors } from "../../formats/safetensors/write-safetensors.ts";
import { referenceScores } from "./reference.ts";

const row = (id: string, ...mask: number[]): Example => ({
	id,
	ids: Int32Array.from(mask, (_, i) => i),
	mask: Uint8Array.from(mask),
	liked: true,
});
const rows = [row("a", 0, 1, 1), row("b", 0, 0, 1)];
const model = { sha256: "weights", precision: "float32" };
const scores = () => [Float32Array.of(-1, -2), Float32Array.of(-3)];

let folder: string;
let computed: number;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-scores-"));
	computed = 0;
});

async function ask(of = rows, by = model): Promise<number[][]> {
	const compute = async () => {
		computed++;
		return scores();
	};
	const reference = byRow(of, await referenceScores(of, by, compute, folder));
	const batches = of.map(async (one) => (await reference([[one]])).logProb);
	return (await Promise.all(batches)).map((scores) => [...scores]);
}

const kept = () => join(folder, readdirSync(folder)[0] as string);

test("computed once and read back", async () => {
	expect(await ask()).toEqual([[-1, -2], [-3]]);
	expect(await ask()).toEqual([[-1, -2], [-3]]);
	expect(computed).toBe(1);
});

test("other weights, another precision and other rows are computed for themselves", async () => {
	await ask();
	await ask(rows, { ...model, sha256: "others" });
	await ask(rows, { ...model, precision: "int8" });
	await ask([row("a", 0, 1, 1), row("b", 0, 0, 0, 1)]);
	expect(computed).toBe(4);
});

describe("a file that does not hold the scores whole is replaced", () => {
	const damages: Record<string, (path: string) => unknown> = {
		"cut off": (path) => truncateSync(path, readFileSync(path).length - 1),
		empty: (path) => truncateSync(path, 0),
		"something else": (path) => writeFileSync(path, "not scores at all"),
		"too few rows": (path) =>
			writeSafetensors(path, [
				{
					name: "logProb.0",
					dtype: "F32",
					shape: [2],
					read: () => scores()[0] as Float32Array,
				},
			]),
	};
	test.each(Object.keys(damages))("%s", async (name) => {
		await ask();
		const whole = readFileSync(kept());
		await damages[name]?.(kept());
		expect(await ask()).toEqual([[-1, -2], [-3]]);
		expect(computed).toBe(2);
		expect(readFileSync(kept()).equals(whole)).toBe(true);
	});
});

test("an unfinished write is no scores", async () => {
	await ask();
	const name = `${readdirSync(folder)[0]}.tmp-1-00000000`;
	const other = mkdtempSync(join(tmpdir(), "temper-scores-"));
	writeFileSync(join(other, name), readFileSync(kept()).subarray(0, 40));
	folder = other;
	await ask();
	expect(computed).toBe(2);
});

test("scores that cannot be kept stop with a sentence", async () => {
	const file = join(folder, "file");
	writeFileSync(file, "");
	folder = join(file, "scores");
	await expect(ask()).rejects.toMatchObject({ code: "disk", where: folder });
});
