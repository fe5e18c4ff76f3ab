import { CommanderError } from "commander";
import { TemperError } from "../core/error.ts";
import { harmless, type Terminal } from "./terminal/terminal.ts";

/** Exit statuses. 3 is kept for a gate that says "do not ship", and for an audit and a check of PyTorch with findings. */
export const exitStatus = {
	done: 0,
	bug: 1,
	userError: 2,
	gate: 3,
	interrupted: 130,
} as const;

function showHint(errors: Terminal, hint: string): void {
	errors.line(`${errors.paint("yellow", "hint:")} ${harmless(hint)}`);
}

function showError(errors: Terminal, sentence: string): void {
	errors.line(`${errors.paint("red", "error:")} ${harmless(sentence)}`);
}

/** What to write instead of an option that the command does not know; null if there is no suggestion. */
type ForeignOption = (option: string) => string | null;

/** Commander's own errors: `error: unknown option '--sett'`, then perhaps `(Did you mean --set?)`. */
function reportUsage(
	error: CommanderError,
	errors: Terminal,
	foreign: ForeignOption,
): number {
	if (error.exitCode === 0) return exitStatus.done;
	if (error.code === "commander.help") return exitStatus.userError;
	const text = error.message
		.replace(/^error: /, "")
		.trim()
		.replace(/\.$/, "");
	const option = /^unknown option '([^']*)'/.exec(text)?.[1];
	const own = option === undefined ? null : foreign(option);
	const hint = /\s*\((Did you mean [^)]*)\)$/.exec(text);
	showError(errors, `${hint === null ? text : text.slice(0, hint.index)}.`);
	const near = hint?.[1] === "Did you mean --help?" ? null : hint?.[1];
	showHint(
		errors,
		own ?? near ?? "`--help` after a command lists what it takes.",
	);
	return exitStatus.userError;
}

/** Says what went wrong and returns the exit status: a sentence for what a user can correct, a stack for a bug. */
export function reportError(
	error: unknown,
	errors: Terminal,
	foreign: ForeignOption = () => null,
): number {
	if (error instanceof CommanderError)
		return reportUsage(error, errors, foreign);
	if (error instanceof TemperError && error.code !== "internal") {
		const { where, expected, found, hint } = error;
		showError(errors, `${where}: expected ${expected}, found ${found}.`);
		if (hint !== null) showHint(errors, hint);
		return exitStatus.userError;
	}
	const stack = error instanceof Error ? (error.stack ?? error.message) : error;
	showError(errors, `this is a bug in temper. ${stack}`);
	return exitStatus.bug;
}
