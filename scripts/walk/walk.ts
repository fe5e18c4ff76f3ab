import { type Profiler, Session } from "node:inspector";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What one walk through the source saw. */
export interface Walk {
	/** Files of src/ of which at least one function ran, in order of their names. */
	readonly files: readonly string[];
	/** Functions of src/ on the stack where the runtime is asked, innermost first; empty if it is not. */
	readonly stack: readonly string[];
}

const root = resolve(import.meta.dirname, "../..");

/**
 * Records which files of src/ run. It counts a file if one of its functions was called or was on the stack. A file that only
 * declares types never counts, nor does one that was merely loaded. Make one before the files of src/ are loaded: calls of
 * functions that were compiled earlier may be missed.
 */
export class Walker {
	readonly #session = new Session();
	readonly #src: string;
	readonly #files = new Set<string>();
	#stack: readonly string[] = [];

	constructor(tree = root) {
		this.#src = resolve(tree, "src");
		this.#session.connect();
		this.#session.post("Profiler.enable");
		this.#session.post("Profiler.startPreciseCoverage", {
			callCount: true,
			detailed: false,
		});
	}

	/** Forgets what ran before. */
	begin(): void {
		this.#coverage();
		this.#files.clear();
		this.#stack = [];
	}

	/**
	 * Notes the functions of src/ that are running when the session's `run` is called, up to and including one named
	 * `outermost`; `run` itself is the innermost.
	 */
	noteStack(outermost: RegExp): void {
		const limit = Error.stackTraceLimit;
		Error.stackTraceLimit = 100;
		const { stack = "" } = new Error("walk");
		Error.stackTraceLimit = limit;
		const frames = stack.split("\n").flatMap((line) => {
			const [, name = "", place = ""] =
				/^\s+at (?:async )?(?:(.*?) \()?(.*?):\d+:\d+\)?$/.exec(line) ?? [];
			const file = this.#inSource(place);
			return file === null ? [] : [{ name, file }];
		});
		const last = frames.findIndex(({ name }) => outermost.test(name));
		const run = { name: "OnnxSession.run", file: "runtime/onnx-session.ts" };
		const kept = [run, ...(last < 0 ? frames : frames.slice(0, last + 1))];
		if (kept.length <= this.#stack.length) return;
		this.#stack = kept.map(({ name, file }) => `${name} (${file})`);
		for (const { file } of kept) this.#files.add(file);
	}

	/** What ran since `begin`. */
	soFar(): Walk {
		for (const { url, functions } of this.#coverage()) {
			const file = this.#inSource(url);
			const ran = functions.some(({ ranges: [whole] }) => {
				// The module itself is a function that begins at 0 and runs when it is loaded.
				return whole && whole.startOffset > 0 && whole.count > 0;
			});
			if (file !== null && ran) this.#files.add(file);
		}
		return { files: [...this.#files].sort(), stack: this.#stack };
	}

	/** Counts of calls since they were last asked for. The answer comes before `post` returns. */
	#coverage(): Profiler.ScriptCoverage[] {
		let found: Profiler.ScriptCoverage[] = [];
		this.#session.post("Profiler.takePreciseCoverage", (error, answer) => {
			if (error) throw error;
			found = answer.result;
		});
		return found;
	}

	#inSource(url: string): string | null {
		const path = url.startsWith("file:") ? fileURLToPath(url) : url;
		const name = relative(this.#src, path.replace(/\?.*$/, ""));
		return name.startsWith("..") ||
			!name.endsWith(".ts") ||
			name.includes("testing/")
			? null
			: name;
	}
}
