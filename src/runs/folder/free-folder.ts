import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeError } from "../../core/file-error.ts";

/**
 * Makes `PARENT/NAME-1`, or the next number that nobody has, and returns its path. Making the folder is what takes the
 * number, so any number of processes may ask at once and each gets its own. Throws `disk`.
 */
export async function takeFreeFolder(
	parent: string,
	name: string,
): Promise<string> {
	try {
		await mkdir(parent, { recursive: true });
	} catch (error) {
		throw writeError(error, parent);
	}
	for (let n = 1; ; n++) {
		const path = join(parent, `${name}-${n}`);
		try {
			await mkdir(path);
			return path;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
			throw writeError(error, path);
		}
	}
}
