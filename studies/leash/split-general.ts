import { readFileSync } from "node:fs";
import { RandomStream } from "../../src/core/random.ts";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";

/** Parts of the general rows that share none. */
export interface GeneralFiles {
	/** What every run is measured on, and what a leash steers by. */
	readonly measured: string;
	/** What a penalty holds. */
	readonly held: string;
	/** What no run ever sees: it tells whether a bound that holds on `measured` holds elsewhere. */
	readonly fresh: string;
}

/** Two fifths, three tenths and three tenths of a file, the same at every call. */
export async function splitGeneral(
	path: string,
	files: GeneralFiles,
): Promise<void> {
	const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
	const mixed = new RandomStream(0, "leash/general").shuffle(lines);
	const [first, second] = [0.4, 0.7].map((x) => Math.round(x * mixed.length));
	await write(files.measured, mixed.slice(0, first));
	await write(files.held, mixed.slice(first, second));
	await write(files.fresh, mixed.slice(second));
}

function write(path: string, lines: readonly string[]): Promise<void> {
	return writeFileAtomic(path, `${lines.join("\n")}\n`);
}
