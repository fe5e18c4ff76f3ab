// Makes the laboratory's world anew and compares it with hashes.json; pre-trains 200 small steps twice and compares the bytes.
//   npm run lab:check [-- --write]
// With --write it writes hashes.json in place of comparing.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jsonLines, labSets } from "../../../src/lab/lab-sets.ts";
import { makeWorld, shippedSeed } from "../../../src/lab/world.ts";
import { prepare } from "./prepare.ts";
import { pretrain } from "./pretrain.ts";

const path = join(import.meta.dirname, "hashes.json");
const hash = (data: string | Uint8Array) =>
	createHash("sha256").update(data).digest("hex");
const hashFile = (...names: string[]) => hash(readFileSync(join(...names)));

function compare(
	name: string,
	found: string | undefined,
	expected: string | undefined,
): void {
	const same = found === expected;
	console.log(`${same ? "same" : "DIFFERS"}  ${name}`);
	if (!same) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), "temper-lab-"));
try {
	const world = makeWorld(shippedSeed);
	const prepared = await prepare(folder, shippedSeed);
	const found: Record<string, string> = {
		"blank/model.safetensors": hashFile(prepared.model, "model.safetensors"),
		"blank/tokenizer.json": hashFile(prepared.model, "tokenizer.json"),
	};
	for (const { name, rows } of labSets)
		found[name] = hash(jsonLines(rows(world)));
	if (process.argv.includes("--write"))
		writeFileSync(path, `${JSON.stringify(found, null, "\t")}\n`);
	const expected = JSON.parse(readFileSync(path, "utf8")) as typeof found;
	for (const name of new Set([...Object.keys(expected), ...Object.keys(found)]))
		compare(name, found[name], expected[name]);
	const trained: string[] = [];
	for (const name of ["once", "again"]) {
		const run = join(folder, name);
		const settings = [
			"length={kind: steps, count: 200}",
			"batch.rows=4",
			"evaluate=never",
			"save=never",
		];
		await pretrain(run, async () => prepared, settings);
		trained.push(hashFile(run, "model", "model.safetensors"));
	}
	compare(`200 steps, twice: ${trained[0]}`, trained[1], trained[0]);
} finally {
	rmSync(folder, { recursive: true });
}
