import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { builtCli } from "../fixtures/built-cli.ts";

const measure = fileURLToPath(new URL("measure.mjs", import.meta.url));
/** A process that hangs is killed, and then has no status. */
const patience = 240_000;

export interface Alone {
	readonly status: number | null;
	readonly err: string;
	/** Largest resident memory. */
	readonly bytes: number;
	/** Of the processor, not of the clock: the machine may be busy with other things. */
	readonly seconds: number;
}

async function textOf(stream: Readable): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of stream) parts.push(part as Buffer);
	return Buffer.concat(parts).toString();
}

let cli: string | null = null;

export interface AloneOptions {
	/** Another user to run as. */
	readonly user?: number | undefined;
	readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command line as a process of its own. */
export async function runAlone(
	argv: readonly string[],
	{ user, env = {} }: AloneOptions = {},
): Promise<Alone> {
	cli ??= builtCli();
	const child = spawn(process.execPath, ["--import", measure, cli, ...argv], {
		stdio: ["ignore", "ignore", "pipe", "pipe"],
		timeout: patience,
		killSignal: "SIGKILL",
		env: { ...process.env, ...env },
		...(user === undefined ? {} : { uid: user, gid: user }),
	});
	const ended = new Promise<number | null>((resolve, reject) => {
		child.on("error", reject);
		child.on("close", resolve);
	});
	const [, , errors, measured] = child.stdio;
	const [err, figures] = await Promise.all([
		textOf(errors as Readable),
		textOf(measured as Readable),
	]);
	const status = await ended;
	const took = JSON.parse(figures || "{}") as Partial<Alone>;
	return {
		status,
		err,
		bytes: took.bytes ?? Number.POSITIVE_INFINITY,
		seconds: took.seconds ?? Number.POSITIVE_INFINITY,
	};
}
