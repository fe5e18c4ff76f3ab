import { mainFormat, openGguf } from "../../formats/gguf/gguf-file.ts";
import {
	type ImportOptions,
	importGguf,
} from "../../formats/gguf/import-gguf.ts";
import { writeFolderAtomic } from "../../formats/write-atomic.ts";
import { bar } from "../terminal/bar.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { writeMark } from "./pulled-mark.ts";

/** Unpacks a GGUF file into a new model folder, marked as pulled. Throws `weights`, `disk`. */
export async function importGgufFile(
	file: string,
	target: string,
	dtype: ImportOptions["dtype"],
	terminal: Terminal,
): Promise<void> {
	try {
		await writeFolderAtomic(target, async (temporary) => {
			await importGguf(file, temporary, {
				dtype,
				onProgress: ({ tensor, done, total }) =>
					terminal.status(`unpacking ${bar(done / total)} ${tensor}`),
			});
			const weights = mainFormat(await openGguf(file));
			await writeMark(temporary, { source: file, revision: null, weights });
		});
	} finally {
		terminal.status(null);
	}
}
