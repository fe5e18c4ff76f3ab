import type { Socket } from "node:net";
import { type ErrorCode, TemperError } from "../../core/error.ts";
import { isObject } from "../../formats/json/parse-json.ts";
import { engineLost } from "../engine-lost.ts";
import { raisedError } from "./fault.ts";
import type { Connection } from "./listener.ts";
import { Patience } from "./patience.ts";
import {
	encodeMessage,
	type FrameReader,
	type Message,
	type WireTensors,
} from "./wire.ts";

export interface Request {
	readonly op: string;
	readonly fields?: Readonly<Record<string, unknown>>;
	readonly tensors?: WireTensors;
	/** What the time of the answer grows with, in tokens for example. */
	readonly work?: number;
}

/**
 * Why a connection was lost, asked when it was. `during` says what was being computed, `raised` which exception rank 0 raised; null
 * for none of its own.
 */
export type Explain = (during: string, raised: string | null) => Promise<Error>;

interface Waiting {
	resolve(reply: Message): void;
	reject(error: unknown): void;
}

/** Requests to rank 0, one at a time in the order in which they are made. Whoever holds a lost one ends its processes. */
export class Link {
	readonly #socket: Socket;
	readonly #reader: FrameReader;
	readonly #explain: Explain;
	readonly #patience: Patience;
	#waiting: Waiting | null = null;
	#turn: Promise<unknown> = Promise.resolve();
	#nextId = 1;
	#lost: Error | null = null;

	constructor(
		{ socket, reader }: Connection,
		explain: Explain,
		patience = new Patience(),
	) {
		this.#socket = socket;
		this.#reader = reader;
		this.#explain = explain;
		this.#patience = patience;
		socket.on("data", (chunk: Buffer) => this.#receive(chunk));
		socket.once("close", () => this.#waiting?.reject(closed));
		socket.resume();
	}

	/**
	 * The answer to a request. Throws what the ranks say is wrong, and `device` if they are lost: their processes ended, or
	 * no answer came in time.
	 */
	request(request: Request): Promise<Message> {
		const answer = this.#turn.then(() => this.#ask(request));
		this.#turn = answer.catch(() => {});
		return answer;
	}

	/** Whether nothing more will be answered. */
	get isLost(): boolean {
		return this.#lost !== null;
	}

	close(): void {
		this.#socket.destroy();
	}

	async #ask(request: Request): Promise<Message> {
		if (this.#lost) throw this.#lost;
		const { op, work = 1 } = request;
		const began = performance.now();
		let reply: Message;
		try {
			reply = await this.#exchange(request, this.#patience.limit(op, work));
		} catch (error) {
			this.#lost =
				error === closed
					? await this.#explain(`during ${op}`, null)
					: asLost(error);
			throw this.#lost;
		}
		this.#patience.learn(op, work, (performance.now() - began) / 1000);
		if (reply.fields.ok === true) return reply;
		const { error, fatal } = reply.fields;
		const raised =
			typeof reply.fields.raised === "string" ? reply.fields.raised : null;
		if (fatal !== true)
			throw raised === null
				? refusal(error, op)
				: raisedError(raised, `during ${op}`);
		// The group ends, and its end says which rank failed first.
		this.#lost = await this.#explain(`during ${op}`, raised);
		throw this.#lost;
	}

	async #exchange(
		{ op, fields = {}, tensors = {} }: Request,
		limit: number,
	): Promise<Message> {
		const id = this.#nextId++;
		let timer: NodeJS.Timeout | undefined;
		try {
			const reply = await new Promise<Message>((resolve, reject) => {
				this.#waiting = { resolve, reject };
				if (this.#socket.destroyed) return reject(closed);
				timer = setTimeout(() => reject(tooLate(op, limit)), 1000 * limit);
				const message = { fields: { ...fields, id, op }, tensors };
				for (const part of encodeMessage(message)) this.#socket.write(part);
			});
			if (reply.fields.id !== id) throw outOfOrder(id, reply.fields.id);
			return reply;
		} finally {
			clearTimeout(timer);
			this.#waiting = null;
		}
	}

	#receive(chunk: Buffer): void {
		try {
			for (const message of this.#reader.push(chunk)) {
				if (this.#waiting === null) throw outOfOrder(null, message.fields.id);
				this.#waiting.resolve(message);
				this.#waiting = null;
			}
		} catch (error) {
			this.#lost ??= asLost(error);
			this.#waiting?.reject(error);
			this.close();
		}
	}
}

/** The other side closed the connection: the reason is that of the processes. */
const closed = new Error("closed");

/** After a broken message nothing that follows can be read. */
function asLost(error: unknown): Error {
	if (!(error instanceof TemperError)) return error as Error;
	const { where, expected, found, hint } = error;
	return engineLost({
		...{ where, expected, found, cause: error },
		...(hint !== null && { hint }),
	});
}

function tooLate(op: string, limit: number): TemperError {
	return engineLost({
		where: "PyTorch processes",
		expected: `an answer to ${op} within ${Math.round(limit)} seconds`,
		found: "none, so at least one rank hangs",
	});
}

function outOfOrder(expected: number | null, found: unknown): TemperError {
	return new TemperError("internal", {
		where: "message of the PyTorch workers",
		expected: expected === null ? "none" : `the answer to request ${expected}`,
		found: `the answer to request ${String(found)}`,
	});
}

const codes: ReadonlySet<string> = new Set<ErrorCode>([
	...(["recipe", "data", "shape", "weights"] as const),
	...(["device", "disk", "internal"] as const),
]);

/** What the ranks say is wrong, as they say it. */
function refusal(error: unknown, op: string): TemperError {
	const parts = isObject(error) ? error : {};
	const text = (key: string, otherwise: string) =>
		typeof parts[key] === "string" ? parts[key] : otherwise;
	const code = text("code", "internal");
	const hint = text("hint", "");
	return new TemperError(codes.has(code) ? (code as ErrorCode) : "internal", {
		where: text("where", `PyTorch workers, ${op}`),
		expected: text("expected", "an answer"),
		found: text("found", "an error without words"),
		...(hint !== "" && { hint }),
	});
}
