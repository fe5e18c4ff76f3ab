import { readFileSync, statSync } from "node:fs";
import { TemperError } from "../../core/error.ts";

const largestFile = 1 << 20;

/** The text of a small file that a person wrote. `what` it is meant to be: `a recipe file`. Throws `recipe`. */
export function readTextFile(path: string, what: string): string {
	const reject = (found: string, cause?: unknown): never => {
		throw new TemperError("recipe", {
			where: path,
			expected: `${what} in UTF-8 of at most 1 MB`,
			found,
			cause,
		});
	};
	try {
		const { size } = statSync(path);
		if (size > largestFile) reject(`${size} bytes`);
		return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
	} catch (error) {
		if (error instanceof TemperError) throw error;
		const { code } = error as NodeJS.ErrnoException;
		if (code === "ENOENT") return reject("no such file", error);
		if (code === "EISDIR") return reject("a folder", error);
		if (error instanceof TypeError)
			return reject("bytes that are not UTF-8", error);
		return reject(`that it cannot be read (${code})`, error);
	}
}
