import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { pulledMark } from "../../recipes/locate/model-folder.ts";
import { writeHeldFile } from "../../runs/folder/held-writes.ts";
import { requireHeld } from "../../runs/folder/lease.ts";

/** Where a pulled model came from. Written last, so that a folder that has it is whole. */
export interface PulledFrom {
	/** As it was typed. */
	readonly source: string;
	/** The hub's commit; null if it did not come from a hub. */
	readonly revision: string | null;
	/** Of a GGUF file, the format that holds most of its weights: `Q4_K`. */
	readonly weights?: string;
}

export async function readMark(folder: string): Promise<PulledFrom | null> {
	try {
		return JSON.parse(await readFile(join(folder, pulledMark), "utf8"));
	} catch {
		return null;
	}
}

export async function writeMark(
	folder: string,
	from: PulledFrom,
): Promise<void> {
	await writeHeldFile(
		join(folder, pulledMark),
		`${JSON.stringify(from, null, "\t")}\n`,
	);
}

export async function removeMark(folder: string): Promise<void> {
	const path = join(folder, pulledMark);
	await requireHeld(path);
	await rm(path, { force: true });
}
