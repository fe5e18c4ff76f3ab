import { execFile } from "node:child_process";
import { TemperError } from "../../../core/error.ts";

/** How a program ended. */
export interface ProgramEnd {
	readonly status: number;
	readonly output: string;
	readonly errors: string;
}

/** Milliseconds that a program of a scheduler may take. */
const timeout = 60_000;

/** Runs a program to its end. Throws `device` if it cannot be started, or does not end within a minute. */
export function runProgram(
	program: string,
	args: readonly string[],
	hint: string,
): Promise<ProgramEnd> {
	return new Promise((resolve, reject) => {
		execFile(program, args, { timeout }, (error, output, errors) => {
			const status = error === null ? 0 : error.code;
			if (typeof status === "number") resolve({ status, output, errors });
			else
				reject(
					new TemperError("device", {
						where: [program, ...args].join(" ").slice(0, 200),
						expected: "a program that can be run, and ends within a minute",
						found:
							error?.killed === true
								? "no end"
								: `${status ?? error?.signal ?? error?.message}`,
						hint,
					}),
				);
		});
	});
}

/** A word as `sh` reads it back unchanged. */
export function shellWord(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text)
		? text
		: `'${text.replaceAll("'", `'\\''`)}'`;
}
