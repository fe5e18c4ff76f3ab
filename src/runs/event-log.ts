import {
	closeSync,
	fsyncSync,
	ftruncateSync,
	openSync,
	writeSync,
} from "node:fs";
import { open, readFile } from "node:fs/promises";
import { TemperError } from "../core/error.ts";
import { readError, writeError } from "../core/file-error.ts";
import type { RunEvent } from "./events.ts";

/** What readers of each kind of event rely on. */
const shapes: Readonly<Record<RunEvent["kind"], Shape>> = {
	start: { recipe: "object" },
	step: { step: "number", cost: "object" },
	answers: { rows: "object" },
	evaluation: { step: "number", cost: "object" },
	units: { ratio: "number" },
	samples: { step: "number", round: "number", cost: "object" },
	round: { step: "number", round: "number", cost: "object" },
	scores: { step: "number", tasks: "object", cost: "object" },
	leash: { step: "number", value: "object", bound: "number" },
	alarm: { step: "number", text: "string" },
	"cold-start": { step: "number", answers: "object", signs: "object" },
	checkpoint: { step: "number", path: "string", cost: "object" },
	note: { text: "string" },
	end: { step: "number", reason: "string", cost: "object" },
};

type Shape = Readonly<Record<string, "object" | "number" | "string">>;

/** Length of the file up to and with its last line break: what a kill in the middle of a line leaves whole. */
async function wholeLength(path: string): Promise<number> {
	const file = await open(path, "r");
	try {
		const block = Buffer.alloc(1 << 16);
		let end = (await file.stat()).size;
		while (end > 0) {
			const from = Math.max(0, end - block.length);
			const { bytesRead } = await file.read(block, 0, end - from, from);
			const last = block.subarray(0, bytesRead).lastIndexOf(10);
			if (last >= 0) return from + last + 1;
			end = from;
		}
		return 0;
	} finally {
		await file.close();
	}
}

/**
 * An append-only file of events, a run's if nothing else is said. Writes are whole lines; a torn last line is cut when
 * it is opened.
 */
export class EventLog<Event = RunEvent> {
	readonly path: string;
	#file: number;
	#length: number;

	private constructor(path: string, file: number, length: number) {
		this.path = path;
		this.#file = file;
		this.#length = length;
	}

	/** Opens the log for writing, or creates it. Throws `disk`. */
	static async open<Event = RunEvent>(path: string): Promise<EventLog<Event>> {
		try {
			const file = openSync(path, "a");
			const length = await wholeLength(path);
			ftruncateSync(file, length);
			return new EventLog<Event>(path, file, length);
		} catch (error) {
			throw writeError(error, path);
		}
	}

	/** Bytes written so far: a position to `rewind` to. */
	get length(): number {
		return this.#length;
	}

	append(event: Event): void {
		const line = Buffer.from(`${JSON.stringify(event)}\n`);
		try {
			let written = 0;
			while (written < line.length)
				written += writeSync(this.#file, line, written);
			this.#length += line.length;
		} catch (error) {
			throw writeError(error, this.path);
		}
	}

	/** Waits until everything appended is on disk. */
	flush(): void {
		try {
			fsyncSync(this.#file);
		} catch (error) {
			throw writeError(error, this.path);
		}
	}

	/** Forgets every event after a position. Throws `data` when the file is shorter than that. */
	rewind(length: number): void {
		if (length > this.#length) {
			throw new TemperError("data", {
				where: this.path,
				expected: `at least ${length} bytes, which the checkpoint counts on`,
				found: `${this.#length}`,
				hint: "Was the file edited? Resume from another checkpoint, or start a new run.",
			});
		}
		try {
			ftruncateSync(this.#file, length);
			fsyncSync(this.#file);
			this.#length = length;
		} catch (error) {
			throw writeError(error, this.path);
		}
	}

	close(): void {
		closeSync(this.#file);
	}
}

function parseEvent(path: string, line: string, number: number): RunEvent {
	const reject = (found: string): never => {
		throw new TemperError("data", {
			where: `${path}:${number}`,
			expected: "an event of a run as one line of JSON",
			found,
		});
	};
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		return reject(JSON.stringify(line.slice(0, 40)));
	}
	const event = (value ?? {}) as Readonly<Record<string, unknown>>;
	const { kind } = event;
	if (typeof kind !== "string" || !Object.hasOwn(shapes, kind))
		return reject(`the kind ${JSON.stringify(kind) ?? "missing"}`);
	for (const [key, type] of Object.entries(shapes[kind as RunEvent["kind"]]))
		if (typeof event[key] !== type || event[key] === null)
			return reject(`${kind} without its ${key}`);
	return value as RunEvent;
}

/** Reads the events of a run, also of one that is being written: an unfinished last line is left out. Throws `data`. */
export async function readEvents(path: string): Promise<RunEvent[]> {
	let text: string;
	try {
		text = await readFile(path, "utf8");
	} catch (error) {
		throw readError(error, "data", path);
	}
	const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
	lines.pop();
	return lines.map((line, i) => parseEvent(path, line, i + 1));
}
