import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { TemperError } from "../../../core/error.ts";
import { freePort } from "../free-port.ts";
import { killProcesses, processTree } from "../process-tree.ts";
import { VllmClient } from "./client.ts";
import { serverLost } from "./lost.ts";
import type { VllmServer } from "./server.ts";
import { ServerLog } from "./server-log.ts";

export interface StartOptions {
	/** The program `vllm`. */
	readonly program: string;
	/** The model's folder. */
	readonly model: string;
	/** Most tokens of a prompt with its answer. */
	readonly window: number;
	/** Rank of the adapters, 1 to 512. */
	readonly rank: number;
	readonly dtype: "float32" | "bfloat16";
	/** More arguments of `vllm serve`, after those of this package. */
	readonly arguments: readonly string[];
	/** Seconds until the server must be ready; 1800 if left out. */
	readonly seconds?: number;
	/** Seconds until an answer to a prompt counts as never coming. */
	readonly patience?: number;
}

interface Started {
	readonly child: ChildProcess;
	readonly log: ServerLog;
	/** Resolves when the process has ended and what it wrote has been read. */
	readonly exit: Promise<unknown>;
}

/** The ranks for which vLLM has room: it takes no other numbers. */
const ranks = [8, 16, 32, 64, 128, 256, 320, 512];

const highestRank = 512;

/** Seconds in which a server may end by itself. */
const grace = 5;

/**
 * Runs its arguments as a program, and ends that program with all that it started as soon as its own standard input is closed: a
 * server holds a GPU, and must not outlive a process that was killed. vLLM does not heed SIGTERM while it starts.
 */
const watched = `exec 3<&0; "$@" </dev/null & child=$!
(cat <&3; kill -TERM $child; sleep ${grace}; kill -KILL 0) >/dev/null 2>&1 &
wait $child`;

/**
 * Starts `vllm serve` on a free port of this machine and waits until it is ready. Only who knows its key, which this process
 * makes up, is answered. Throws `device` with its last words if it ends before, and the
 * signal's reason if that aborts first.
 */
export async function startServer(
	options: StartOptions,
	signal?: AbortSignal,
): Promise<VllmServer> {
	const key = randomBytes(24).toString("hex");
	const model = `temper-${randomBytes(4).toString("hex")}`;
	const port = await freePort("127.0.0.1");
	const words = [options.program, ...serveArguments(options, model, port)];
	const child = spawn("/bin/sh", ["-c", watched, "vllm", ...words], {
		env: variables(key),
		// A group of its own: Ctrl+C in a terminal is for this process, which ends the server when it no longer needs it.
		detached: true,
		stdio: ["pipe", "pipe", "pipe"],
	});
	child.stdin.on("error", () => {});
	const started: Started = {
		...{ child, log: new ServerLog() },
		exit: ended(child),
	};
	for (const stream of [child.stdout, child.stderr])
		stream
			.setEncoding("utf8")
			.on("data", (text: string) => started.log.add(text));
	const { patience } = options;
	const client = new VllmClient({
		...{ address: `http://127.0.0.1:${port}`, key },
		...(patience !== undefined && { patience }),
	});
	try {
		await ready(started, client, options.seconds ?? 1800, signal);
		const served = await client.models();
		const window = served.find(({ name }) => name === model)?.window ?? null;
		return {
			...{ client, model, window },
			explain: (error) => explain(started, error),
			end: () => end(started),
		};
	} catch (error) {
		await end(started);
		throw error;
	}
}

function serveArguments(
	{ model, window, rank, dtype, arguments: more }: StartOptions,
	name: string,
	port: number,
): string[] {
	const room = ranks.find((one) => one >= rank) ?? highestRank;
	return [
		...["serve", model, "--served-model-name", name],
		...["--host", "127.0.0.1", "--port", String(port)],
		...["--enable-lora", "--max-lora-rank", String(room)],
		...["--dtype", dtype, "--max-model-len", String(window)],
		...["--generation-config", "vllm"],
		...more,
	];
}

function variables(key: string): NodeJS.ProcessEnv {
	return {
		...process.env,
		VLLM_API_KEY: key,
		VLLM_ALLOW_RUNTIME_LORA_UPDATING: "True",
		VLLM_NO_USAGE_STATS: "1",
		HF_HUB_OFFLINE: "1",
		PYTHONUNBUFFERED: "1",
	};
}

function hasEnded({ child: { pid, exitCode, signalCode } }: Started): boolean {
	return pid === undefined || exitCode !== null || signalCode !== null;
}

/** A process that it left behind may keep its output open. */
async function ended(child: ChildProcess): Promise<void> {
	const closed = once(child, "close").catch(() => {});
	await once(child, "exit").catch(() => {});
	await Promise.race([closed, pause(500)]);
}

async function ready(
	started: Started,
	client: VllmClient,
	seconds: number,
	signal: AbortSignal | undefined,
): Promise<void> {
	const { log, exit } = started;
	const until = performance.now() + 1000 * seconds;
	while (!hasEnded(started)) {
		signal?.throwIfAborted();
		if (await client.isReady()) return;
		if (performance.now() > until)
			throw new TemperError("device", {
				where: "vLLM server",
				expected: `it to be ready within ${seconds} seconds`,
				found: `no answer; its last words: ${log.lastWords() ?? "none"}`,
			});
		await Promise.race([pause(300), exit]);
	}
	await exit;
	throw new TemperError("device", {
		...{ where: "vLLM server", expected: "it to start" },
		...endedParts(started),
	});
}

function endedParts({ child, log }: Started): { found: string; hint?: string } {
	const { exitCode, signalCode } = child;
	const signal =
		signalCode ?? (exitCode !== null && exitCode > 128 ? exitCode - 128 : null);
	const how =
		signal !== null
			? `it was ended by signal ${signal}`
			: `it ended with exit code ${exitCode}`;
	const words = log.lastWords();
	const hint = log.advice(signal === 9 || signal === "SIGKILL");
	return {
		found: words === null ? how : `${how}; its last words: ${words}`,
		...(hint !== null && { hint }),
	};
}

async function explain(started: Started, error: Error): Promise<Error> {
	await exited(started, grace);
	if (!hasEnded(started)) return error;
	return serverLost({
		...{ where: "vLLM server", expected: "it alive while it answers" },
		...{ ...endedParts(started), cause: error },
	});
}

async function exited({ exit }: Started, seconds: number): Promise<void> {
	const timer = new AbortController();
	const late = pause(1000 * seconds, null, { signal: timer.signal });
	await Promise.race([exit, late.catch(() => {})]);
	timer.abort();
}

async function end(started: Started): Promise<void> {
	const { child } = started;
	const processes = processTree(child.pid ?? -1);
	child.stdin?.end();
	await exited(started, grace);
	killProcesses(processes);
	await exited(started, grace);
}
