// Writes the tiny models of the contract and their rows for record.py: npx tsx --conditions=source peers/engine/record.ts FOLDER
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
	tinyFamilies,
	tinyRows,
	writeTinyModel,
} from "../../src/engine/contract/tiny-model.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name a folder to write to.");
for (const family of tinyFamilies) {
	await mkdir(join(folder, family), { recursive: true });
	await writeTinyModel(join(folder, family), family);
}
const rows = tinyRows(6).map(({ ids, mask }) => ({
	ids: [...ids],
	mask: [...mask],
}));
await writeFile(join(folder, "rows.json"), JSON.stringify(rows));
