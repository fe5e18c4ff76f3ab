import { readFile } from "node:fs/promises";
import { TemperError } from "../core/error.ts";
import { writeError } from "../core/file-error.ts";
import { isObject } from "../formats/json/parse-json.ts";
import { stringifyExact } from "../formats/json/stringify-exact.ts";
import { EventLog } from "../runs/event-log.ts";
import { sha256 } from "./sha256.ts";

interface Kept {
	readonly key: string;
	readonly value: unknown;
}

/**
 * Results that were expensive, in a file of JSON lines: samples, verdicts and scores. A key is the hash of everything that the
 * result depends on, so a result is never used for another question. A line is written as soon as its result is known; one that
 * was cut off by a crash is left out.
 */
export class AnswerCache {
	readonly #log: EventLog<Kept>;
	readonly #kept: Map<string, unknown>;

	private constructor(log: EventLog<Kept>, kept: Map<string, unknown>) {
		this.#log = log;
		this.#kept = kept;
	}

	/** Opens or begins a cache. Throws `disk`, and `data` for a file that is none. */
	static async open(path: string): Promise<AnswerCache> {
		const text = await readFile(path, "utf8").catch(
			(error: NodeJS.ErrnoException) => {
				if (error.code === "ENOENT") return "";
				throw writeError(error, path);
			},
		);
		const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
		const kept = new Map(
			lines.slice(0, -1).map((line, i) => {
				const { key, value } = parsed(line, `${path}:${i + 1}`);
				return [key, value] as const;
			}),
		);
		return new AnswerCache(await EventLog.open<Kept>(path), kept);
	}

	/** The result that is kept under what it depends on, or else what `make` gives, which is kept. Failures are not. */
	async remember<T>(
		depends: readonly unknown[],
		make: () => Promise<T>,
	): Promise<T> {
		const key = sha256(stringifyExact(depends));
		if (this.#kept.has(key)) return this.#kept.get(key) as T;
		const value = await make();
		this.#kept.set(key, value);
		this.#log.append({ key, value });
		return value;
	}

	close(): void {
		this.#log.flush();
		this.#log.close();
	}
}

function parsed(line: string, where: string): Kept {
	let kept: unknown = null;
	try {
		kept = JSON.parse(line);
	} catch {
		// Refused below.
	}
	if (isObject(kept) && typeof kept.key === "string" && "value" in kept)
		return { key: kept.key, value: kept.value };
	throw new TemperError("data", {
		where,
		expected: "a line of a cache of `pairs make`, with a key and a value",
		found: JSON.stringify(line.slice(0, 40)),
		hint: "Write to another file with --out, or remove this one.",
	});
}
