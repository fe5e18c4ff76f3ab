import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Variables } from "../../engine/torch/environment.ts";

/** A program and its arguments. */
export type ToolCommand = readonly [program: string, ...args: string[]];

export interface ToolEnd {
	/** Null if a signal ended it or if it could not be started. */
	readonly status: number | null;
	/** The last part of what it wrote, of both streams. */
	readonly output: string;
}

export interface ToolOptions {
	readonly env: Variables;
	readonly signal: AbortSignal;
	readonly onLine?: (line: string) => void;
}

/** So many characters of what a program wrote last are kept. */
const kept = 1 << 16;

/** Runs a program to its end, which the signal hastens. Never throws: what could not be started says so in `output`. */
export async function runTool(
	[program, ...args]: ToolCommand,
	{ env, signal, onLine }: ToolOptions,
): Promise<ToolEnd> {
	if (signal.aborted) return { status: null, output: "" };
	const child = spawn(program, args, {
		env: env as NodeJS.ProcessEnv,
		stdio: ["ignore", "pipe", "pipe"],
		windowsHide: true,
	});
	const stop = () => child.kill();
	signal.addEventListener("abort", stop);
	let output = "";
	for (const stream of [child.stdout, child.stderr]) {
		let open = "";
		stream.setEncoding("utf8").on("data", (text: string) => {
			output = (output + text).slice(-kept);
			const lines = (open + text).split(/[\r\n]+/);
			open = lines.pop() ?? "";
			for (const line of lines) if (line.trim() !== "") onLine?.(line.trim());
		});
	}
	try {
		await once(child, "close");
	} catch (error) {
		output += error instanceof Error ? error.message : String(error);
	} finally {
		signal.removeEventListener("abort", stop);
	}
	return { status: child.exitCode, output };
}
