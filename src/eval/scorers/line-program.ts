import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { limitTime, seconds } from "../../rewards/threads/time-limit.ts";

/** The longest line that is taken in, in characters. */
const longestLine = 1 << 20;

/** Characters of standard error that are kept, to tell why a program ended. */
const keptErrors = 2000;

export interface LineProgramOptions {
	readonly folder: string;
	/** Milliseconds until a line must be answered. */
	readonly timeLimit: number;
}

/** What came back: a line, or why there is none. `ended`: the program ended by itself, and did not say anything. */
export type LineReply =
	| { readonly kind: "line"; readonly line: string }
	| {
			readonly kind: "silent";
			readonly reason: string;
			readonly ended: boolean;
	  };

/**
 * A program that answers each line with a line. One that ends, or says nothing in time, is replaced by a fresh one at the
 * next line. Lines are asked for one after the other.
 */
export class LineProgram {
	readonly #run: readonly string[];
	readonly #options: LineProgramOptions;
	#process: ChildProcessWithoutNullStreams | null = null;
	#answer: ((reply: LineReply) => void) | null = null;
	#errors = "";
	/** Lines that the present process has answered. */
	#answered = 0;

	private constructor(run: readonly string[], options: LineProgramOptions) {
		this.#run = run;
		this.#options = options;
	}

	/** Starts the program. Rejects, with the system's error, if there is none that can be run. */
	static async open(
		run: readonly string[],
		options: LineProgramOptions,
	): Promise<LineProgram> {
		const program = new LineProgram(run, options);
		await program.#start();
		return program;
	}

	/** Must not be called again before it has answered. */
	async ask(line: string): Promise<LineReply> {
		const before = this.#answered;
		const reply = await this.#exchange(line);
		// A program that answers one line and ends may end only after the next has been sent to it.
		const belated = reply.kind === "silent" && reply.ended && before > 0;
		return belated ? this.#exchange(line) : reply;
	}

	async dispose(): Promise<void> {
		this.#stop("it was closed");
	}

	async #exchange(line: string): Promise<LineReply> {
		let child: ChildProcessWithoutNullStreams;
		try {
			child = this.#process ?? (await this.#start());
		} catch (error) {
			const reason = `cannot be started: ${(error as Error).message}`;
			return { kind: "silent", reason, ended: false };
		}
		const { timeLimit } = this.#options;
		const reply = await new Promise<LineReply>((resolve) => {
			const callOff = limitTime(timeLimit, () =>
				this.#stop(`it said nothing within ${seconds(timeLimit)}`),
			);
			this.#answer = (reply) => {
				callOff();
				resolve(reply);
			};
			child.stdin.write(`${line}\n`);
		});
		this.#answer = null;
		if (reply.kind === "line") this.#answered++;
		return reply;
	}

	async #start(): Promise<ChildProcessWithoutNullStreams> {
		const [program = "", ...args] = this.#run;
		const child = spawn(program, args, {
			cwd: this.#options.folder,
			// A group of its own, so that what it starts can be ended with it.
			detached: process.platform !== "win32",
		});
		await new Promise<void>((resolve, reject) => {
			child.once("spawn", resolve);
			child.once("error", reject);
		});
		this.#process = child;
		this.#answered = 0;
		this.#errors = "";
		this.#listen(child);
		return child;
	}

	#listen(child: ChildProcessWithoutNullStreams): void {
		const endWithThis = () => end(child);
		process.once("exit", endWithThis);
		const mine = () => this.#process === child;
		const text = new StringDecoder("utf8");
		let held = "";
		child.stdout.on("data", (bytes: Buffer) => {
			if (!mine()) return;
			held += text.write(bytes);
			const end = held.indexOf("\n");
			if (end < 0) {
				if (held.length > longestLine)
					this.#stop("it wrote a line without end");
				return;
			}
			const line = held.slice(0, end);
			held = held.slice(end + 1);
			this.#answer?.({ kind: "line", line });
		});
		child.stderr.on("data", (bytes: Buffer) => {
			if (mine()) this.#errors = (this.#errors + bytes).slice(-keptErrors);
		});
		// A program that ended cannot be written to; its end is told by `close`.
		child.stdin.on("error", () => {});
		child.on("error", () => {});
		child.on("close", (code, signal) => {
			process.off("exit", endWithThis);
			if (!mine()) return;
			this.#process = null;
			const rest = held.trim();
			if (rest !== "") this.#answer?.({ kind: "line", line: rest });
			else this.#answer?.(this.#silence(`it ended (${signal ?? code})`, true));
		});
	}

	#silence(what: string, ended: boolean): LineReply {
		const last = this.#errors.trim().split("\n").at(-1) ?? "";
		const reason = last === "" ? what : `${what}: ${last.slice(0, 300)}`;
		return { kind: "silent", reason, ended };
	}

	#stop(reason: string): void {
		const child = this.#process;
		this.#process = null;
		this.#answer?.(this.#silence(reason, false));
		if (child !== null) end(child);
	}
}

/** Ends a program and all that it started. */
function end(child: ChildProcessWithoutNullStreams): void {
	if (child.pid === undefined) return;
	try {
		if (process.platform === "win32") child.kill("SIGKILL");
		else process.kill(-child.pid, "SIGKILL");
	} catch {
		// It has ended already.
	}
}
