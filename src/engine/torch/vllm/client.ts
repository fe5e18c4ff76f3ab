import { isObject } from "../../../formats/json/parse-json.ts";
import {
	type Completion,
	completionBody,
	type Question,
	readCompletion,
} from "./completion.ts";
import { type Asked, askServer } from "./http.ts";
import { serverLost } from "./lost.ts";
import { badAnswer, refused } from "./refusals.ts";

/** A model, or an adapter of one, as `/v1/models` lists it. */
export interface ServedModel {
	readonly name: string;
	/** Where the server read it from: a folder, or a name on a hub. */
	readonly root: string;
	/** Of an adapter: the name of its model. */
	readonly parent: string | null;
	/** Most tokens of a prompt with its answer. */
	readonly window: number | null;
}

export interface ClientOptions {
	/** `http://HOST:PORT`. */
	readonly address: string;
	readonly key: string | null;
	/** Seconds until an answer to a prompt counts as never coming. */
	readonly patience?: number;
}

/** Seconds in which everything but an answer to a prompt must be done; an adapter may come from a slow disk. */
const usualSeconds = 300;

/**
 * Requests to a vLLM server. All methods throw `device`: a server that refuses, or one that is lost, for which
 * `isServerLost` is true.
 */
export class VllmClient {
	readonly #options: ClientOptions;

	constructor(options: ClientOptions) {
		this.#options = options;
	}

	get address(): string {
		return this.#options.address;
	}

	/** Whether the server can answer now. */
	async isReady(): Promise<boolean> {
		const { address, key } = this.#options;
		const asked = { method: "GET", path: "/health", key, seconds: 5 } as const;
		const answer = await askServer(address, asked).catch(() => null);
		return answer?.status === 200;
	}

	async models(): Promise<ServedModel[]> {
		const listed = await this.#json("list its models", {
			...{ method: "GET", path: "/v1/models" },
		});
		const cards = isObject(listed) ? listed.data : null;
		if (!Array.isArray(cards)) throw badAnswer("a list of models", "none");
		return cards.filter(isObject).map((card) => ({
			name: String(card.id),
			root: String(card.root ?? card.id),
			parent: typeof card.parent === "string" ? card.parent : null,
			window:
				typeof card.max_model_len === "number" ? card.max_model_len : null,
		}));
	}

	/** Text as the tokens of a served model, without special tokens around it. */
	async tokens(model: string, prompt: string): Promise<readonly unknown[]> {
		const body = { model, prompt, add_special_tokens: false };
		const answer = await this.#json("split a text into tokens", {
			...{ method: "POST", path: "/tokenize", body },
		});
		const tokens = isObject(answer) ? answer.tokens : null;
		if (!Array.isArray(tokens)) throw badAnswer("the ids of a text", "none");
		return tokens;
	}

	/** Loads the PEFT folder of an adapter, a path on the server's machine. */
	async load(name: string, folder: string): Promise<void> {
		await this.#ask("load an adapter", {
			...{ method: "POST", path: "/v1/load_lora_adapter" },
			body: { lora_name: name, lora_path: folder },
		});
	}

	async unload(name: string): Promise<void> {
		await this.#ask("unload an adapter", {
			...{ method: "POST", path: "/v1/unload_lora_adapter" },
			body: { lora_name: name },
		});
	}

	/** Continues a prompt. Rejects with the signal's reason if it aborts. */
	async complete(
		question: Question,
		vocabSize: number,
		signal?: AbortSignal,
	): Promise<Completion> {
		const answer = await this.#json("continue a prompt", {
			...{ method: "POST", path: "/v1/completions" },
			body: completionBody(question),
			seconds: this.#options.patience ?? 1800,
			...(signal && { signal }),
		});
		return readCompletion(answer, question, vocabSize);
	}

	async #json(
		doing: string,
		asked: Omit<Asked, "key" | "seconds"> & { readonly seconds?: number },
	): Promise<unknown> {
		const text = await this.#ask(doing, asked);
		try {
			return JSON.parse(text);
		} catch {
			throw badAnswer("JSON", JSON.stringify(text.slice(0, 80)));
		}
	}

	async #ask(
		doing: string,
		asked: Omit<Asked, "key" | "seconds"> & { readonly seconds?: number },
	): Promise<string> {
		const { address, key } = this.#options;
		const { signal } = asked;
		const { status, text } = await askServer(address, {
			...{ seconds: usualSeconds, ...asked, key },
		}).catch((error: Error) => {
			if (signal?.aborted) throw signal.reason;
			throw unreachable(address, error);
		});
		if (status === 200) return text;
		const words = messageOf(text);
		if (isLoss(status, words, asked.path)) throw broken(status, words);
		throw refused(doing, status, words);
	}
}

/**
 * Whether a server cannot go on as it is. One that somebody started anew knows nothing of an adapter that was loaded; one that
 * refuses an adapter says so with a status of 500 as well.
 */
function isLoss(status: number, words: string, path: string): boolean {
	if (path === "/v1/load_lora_adapter") return /engine.{0,20}dead/i.test(words);
	return status >= 500 || (status === 404 && path in knowsAdapter);
}

const knowsAdapter = {
	"/v1/completions": true,
	"/v1/unload_lora_adapter": true,
};

function unreachable(address: string, error: Error): Error {
	const found =
		error.name === "TimeoutError" ? "none in time" : (error.message ?? "none");
	return serverLost({
		where: `vLLM server at ${address}`,
		expected: "an answer",
		found,
		cause: error,
	});
}

function broken(status: number, words: string): Error {
	return serverLost({
		where: "vLLM server",
		expected: "an answer",
		found: `status ${status}: ${words}`,
	});
}

/** What an error says, whichever of the usual forms its JSON has. */
function messageOf(text: string): string {
	let said: unknown = text;
	try {
		const parsed: unknown = JSON.parse(text);
		const { error, detail, message } = isObject(parsed) ? parsed : {};
		said = (isObject(error) ? error.message : error) ?? message ?? detail;
	} catch {
		// Not JSON: the text itself.
	}
	const words = String(said ?? text).trim();
	return words.length > 300 ? `${words.slice(0, 300)}...` : words;
}
