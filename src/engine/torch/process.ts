import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { TemperError } from "../../core/error.ts";
import { engineLost } from "../engine-lost.ts";
import { pythonVariables } from "./environment.ts";
import { groupEnded } from "./fault.ts";
import { freePort } from "./free-port.ts";
import { type LaunchCommand, launchCommand } from "./launch.ts";
import { Link, type Request } from "./link.ts";
import { type Connection, type Listener, listenForRanks } from "./listener.ts";
import { Patience, type PatienceLimits } from "./patience.ts";
import { killProcesses, type ProcessId, processTree } from "./process-tree.ts";
import type { Message } from "./wire.ts";

export interface GroupOptions {
	/** The executable that has PyTorch. */
	readonly python: string;
	readonly nodes: number;
	/** Processes of each node. */
	readonly processes: number;
	/** A line for the shell that runs `{command}` on every node; null runs all processes here. */
	readonly launch: string | null;
	/** Whether GPUs are hidden from the processes. */
	readonly cpu: boolean;
	/** Threads of each process; null leaves the choice to PyTorch. */
	readonly threads: number | null;
	readonly patience?: PatienceLimits;
	/** Seconds until all ranks must have met. */
	readonly start?: number;
}

/** So many characters of what the processes wrote last are kept. */
const keptOutput = 1 << 15;

/** Seconds until ranks must have met, imports from a cold disk and a queue of a cluster included. */
const usualStart = 900;

/** Seconds in which a group may end by itself before it is ended. */
const grace = 5;

/** The ranks, under torchrun if there are several, and the connection to the first of them. */
export class TorchGroup {
	/** What rank 0 said of the group: world, device, versions. */
	readonly hello: Message["fields"];
	readonly #child: ChildProcess;
	readonly #listener: Listener;
	readonly #link: Link;
	readonly #output: Output;
	/** All processes of the group on this machine. */
	readonly #processes: readonly ProcessId[];
	#ended: Promise<void> | null = null;

	private constructor(
		child: ChildProcess,
		listener: Listener,
		connection: Connection,
		output: Output,
		patience: Patience,
	) {
		this.#child = child;
		this.#listener = listener;
		this.#output = output;
		this.hello = connection.hello.fields;
		this.#processes = processTree(child.pid as number);
		this.#link = new Link(
			connection,
			(during, raised) => this.#why(during, raised),
			patience,
		);
	}

	/** Starts the processes and waits until they have met. Throws `device` if they do not. */
	static async start(options: GroupOptions): Promise<TorchGroup> {
		const { launch, nodes, patience, start = usualStart } = options;
		const port = await freePort();
		const listener = await listenForRanks(launch !== null || nodes > 1);
		const id = `temper-${randomBytes(4).toString("hex")}`;
		const child = spawnGroup(
			launchCommand({ ...options, id, port }),
			variables(options, listener),
		);
		const output = keepOutput(child);
		try {
			const connection = await firstOf(child, listener, output, start);
			const limits = new Patience(patience);
			return new TorchGroup(child, listener, connection, output, limits);
		} catch (error) {
			killProcesses(processTree(child.pid ?? -1));
			await listener.close();
			throw error;
		}
	}

	/** Throws what the ranks say is wrong; a lost group is ended first. */
	async request(request: Request): Promise<Message> {
		try {
			return await this.#link.request(request);
		} catch (error) {
			if (this.#link.isLost) await this.end();
			throw error;
		}
	}

	/** Ends all processes: those that do not end at once by themselves are killed. */
	end(): Promise<void> {
		this.#ended ??= this.#end();
		return this.#ended;
	}

	async #end(): Promise<void> {
		const hangs = this.#link.isLost;
		// Before parents end, after which nobody knows their children.
		const now = processTree(this.#child.pid as number);
		this.#link.close();
		if (!hangs) await this.#exited();
		killProcesses([...this.#processes, ...now]);
		await this.#exited();
		await this.#listener.close();
	}

	/** Waits a little until torchrun has ended. */
	async #exited(): Promise<void> {
		const { exitCode, signalCode } = this.#child;
		if (exitCode !== null || signalCode !== null) return;
		const timer = new AbortController();
		await Promise.race([
			once(this.#child, "exit"),
			pause(1000 * grace, null, { signal: timer.signal }).catch(() => {}),
		]);
		timer.abort();
	}

	async #why(during: string, raised: string | null): Promise<Error> {
		await this.#exited();
		const { exitCode: code, signalCode: signal } = this.#child;
		// What it wrote last may arrive after its end.
		await Promise.race([this.#output.closed, pause(1000)]);
		const { text: stderr } = this.#output;
		return groupEnded({ code, signal, stderr, raised }, during);
	}
}

function variables(
	{ cpu, threads }: GroupOptions,
	{ address, token, folder }: Listener,
): NodeJS.ProcessEnv {
	return {
		...pythonVariables(),
		...(cpu && { CUDA_VISIBLE_DEVICES: "" }),
		...(threads !== null && { OMP_NUM_THREADS: String(threads) }),
		...(folder !== null && { TMPDIR: folder }),
		PYTHONUNBUFFERED: "1",
		TEMPER_ADDRESS: address,
		TEMPER_TOKEN: token,
	};
}

function spawnGroup(
	command: LaunchCommand,
	env: NodeJS.ProcessEnv,
): ChildProcess {
	// A group of its own: Ctrl+C in a terminal is for this process, which saves before it ends the others.
	const options = {
		...{ env, detached: process.platform !== "win32" },
		stdio: ["ignore", "pipe", "pipe"] as ["ignore", "pipe", "pipe"],
	};
	if (command.kind === "shell")
		return spawn(command.line, { ...options, shell: true });
	const [program = "", ...words] = command.words;
	return spawn(program, words, options);
}

interface Output {
	/** The last part of what the processes wrote. */
	text: string;
	/** Resolves when nothing more can come. */
	readonly closed: Promise<void>;
}

function keepOutput(child: ChildProcess): Output {
	const closed = new Promise<void>((resolve) =>
		child.once("close", () => resolve()),
	);
	const output = { text: "", closed };
	for (const stream of [child.stdout, child.stderr])
		stream?.setEncoding("utf8").on("data", (text: string) => {
			output.text = (output.text + text).slice(-keptOutput);
		});
	return output;
}

/** The connection of rank 0, unless the processes end, or the time does, before it. */
async function firstOf(
	child: ChildProcess,
	{ connected }: Listener,
	output: { readonly text: string },
	seconds: number,
): Promise<Connection> {
	const stop = new AbortController();
	const { signal } = stop;
	const failed = once(child, "close", { signal }).then(() => {
		const { exitCode: code, signalCode } = child;
		const ending = {
			...{ code, signal: signalCode, stderr: output.text, raised: null },
		};
		throw groupEnded(ending, "while they start");
	});
	const late = pause(1000 * seconds, null, { signal }).then(() => {
		throw engineLost({
			where: "PyTorch processes",
			expected: `all of them ready within ${seconds} seconds`,
			found:
				output.text.trim() === "" ? "no connection" : lastLine(output.text),
		});
	});
	try {
		return await Promise.race([connected, failed, late]);
	} catch (error) {
		throw error instanceof TemperError ? error : cannotStart(error);
	} finally {
		stop.abort();
		failed.catch(() => {});
		late.catch(() => {});
	}
}

function lastLine(text: string): string {
	return `no connection; last message: ${text.trim().split("\n").at(-1)}`;
}

function cannotStart(error: unknown): TemperError {
	return new TemperError("device", {
		where: "PyTorch processes",
		expected: "a command that starts",
		found: error instanceof Error ? error.message : String(error),
		cause: error,
	});
}
