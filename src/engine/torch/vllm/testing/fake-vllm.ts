import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import {
	createServer,
	type IncomingMessage,
	type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { RandomStream } from "../../../../core/random.ts";
import { adapterWeightsFile } from "../../../../formats/peft/adapter-config.ts";

/** What a fake server does wrong. */
export interface FakeFaults {
	/** Every adapter is answered by the first that was loaded, under the name of that. */
	readonly keepsFirst?: boolean;
	/** As `keepsFirst`, under the right name. */
	readonly keepsFirstWeights?: boolean;
	/** Dies at this request for an answer, counted from 1. */
	readonly diesAt?: number;
	/** A file that it makes when it dies; while the file is there it does not die. */
	readonly diedBefore?: string;
	/** Changes the answer to a request. */
	readonly change?: (answer: FakeAnswer, body: FakeBody) => unknown;
	/** Refuses to load adapters with this status and text. */
	readonly refusesAdapter?: { readonly status: number; readonly text: string };
	/** Does not list adapters. */
	readonly hidesAdapters?: boolean;
}

export interface FakeOptions {
	readonly model: string;
	readonly root?: string;
	readonly window?: number;
	readonly vocabSize?: number;
	readonly key?: string;
	/** The tokens of a text; its bytes if left out. */
	readonly tokens?: (text: string) => readonly number[];
	readonly faults?: FakeFaults;
	/** What happens instead of the process's end when it dies; closes the server if left out. */
	readonly die?: () => void;
}

export interface FakeBody {
	readonly model: string;
	readonly prompt: readonly number[];
	readonly max_tokens: number;
	readonly temperature: number;
	readonly seed: number;
	readonly stop_token_ids: readonly number[];
	readonly [option: string]: unknown;
}

export interface FakeAnswer {
	readonly model: string;
	readonly choices: readonly Readonly<Record<string, unknown>>[];
}

/** The tokens that a fake answers: they depend on the weights' hash, the prompt and, unless it is greedy, the seed. */
export function fakeTokens(
	hash: string,
	{ prompt, max_tokens, temperature, seed, stop_token_ids }: FakeBody,
	vocabSize: number,
): { ids: number[]; reason: "stop" | "length" } {
	const chance = temperature === 0 ? "greedy" : `${seed}/${temperature}`;
	const random = new RandomStream(1, `${hash}/${prompt.join()}/${chance}`);
	const ids: number[] = [];
	while (ids.length < max_tokens) {
		const id = random.integer(vocabSize);
		ids.push(id);
		if (stop_token_ids.includes(id)) return { ids, reason: "stop" };
	}
	return { ids, reason: "length" };
}

/** SHA-256 of the weights of a PEFT folder. */
export function weightsHash(folder: string): string {
	const bytes = readFileSync(join(folder, adapterWeightsFile));
	return createHash("sha256").update(bytes).digest("hex");
}

/** A server with the requests of vLLM that this package uses, whose answers depend on the adapter's weights. */
export async function openFakeVllm(options: FakeOptions, port = 0) {
	const fake = new FakeVllm(options);
	const server = createServer((request, response) => {
		fake.answer(request, response).catch(() => response.destroy());
	});
	await new Promise<void>((resolve) =>
		server.listen(port, "127.0.0.1", () => resolve()),
	);
	const close = () => {
		server.closeAllConnections();
		server.close();
	};
	fake.die = options.die ?? close;
	const { port: open } = server.address() as AddressInfo;
	return { address: `http://127.0.0.1:${open}`, fake, close };
}

const bytesOf = (text: string) => [...Buffer.from(text)];

/** Status and body. */
type Reply = readonly [number, unknown];

function refusal(status: number, message: string): Reply {
	return [status, { error: { message, code: status } }];
}

class FakeVllm {
	/** Requests for answers, in their order. */
	readonly asked: FakeBody[] = [];
	/** Adapters by name: folder and hash of the weights as they were when they were loaded. */
	readonly adapters = new Map<string, { folder: string; hash: string }>();
	/** Names of all adapters that were ever loaded. */
	readonly names: string[] = [];
	die = () => {};
	readonly #options: FakeOptions;
	#first: { name: string; hash: string } | null = null;

	constructor(options: FakeOptions) {
		this.#options = options;
	}

	async answer(
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		const { url = "", headers } = request;
		const reply = this.#reply(url, await text(request), headers.authorization);
		if (reply === null) return this.die();
		const [status, body] = reply;
		response.statusCode = status;
		response.end(typeof body === "string" ? body : JSON.stringify(body));
	}

	#reply(path: string, sent: string, shown: string | undefined): Reply | null {
		const { key, faults = {}, tokens = bytesOf } = this.#options;
		if (path === "/health") return [200, ""];
		if (key !== undefined && shown !== `Bearer ${key}`)
			return [401, { error: "Unauthorized" }];
		if (path === "/v1/models") return [200, { data: this.#cards() }];
		const body = JSON.parse(sent);
		const { refusesAdapter } = faults;
		switch (path) {
			case "/tokenize":
				return [200, { tokens: tokens(body.prompt) }];
			case "/v1/load_lora_adapter":
				if (refusesAdapter) return [refusesAdapter.status, refusesAdapter.text];
				return this.#load(body)
					? [200, "Success"]
					: refusal(400, "The lora adapter has already been loaded.");
			case "/v1/unload_lora_adapter":
				return this.adapters.delete(body.lora_name)
					? [200, "Success"]
					: refusal(404, "The lora adapter cannot be found.");
			case "/v1/completions":
				return this.#complete(body);
			default:
				return [404, { detail: "Not Found" }];
		}
	}

	#cards() {
		const { model, root = model, window = 64, faults = {} } = this.#options;
		const adapters = [...this.adapters].map(([id, { folder }]) => ({
			...{ id, root: folder, parent: model },
		}));
		return [
			{ id: model, root, parent: null, max_model_len: window },
			...(faults.hidesAdapters ? [] : adapters),
		];
	}

	#load({ lora_name: name, lora_path: folder }: Record<string, string>) {
		if (!name || !folder || this.adapters.has(name)) return false;
		const hash = weightsHash(folder);
		this.adapters.set(name, { folder, hash });
		this.names.push(name);
		this.#first ??= { name, hash };
		return true;
	}

	#complete(body: FakeBody): Reply | null {
		const { model, vocabSize = 50, faults = {} } = this.#options;
		this.asked.push(body);
		if (this.#dies()) return null;
		const hash =
			body.model === model ? "base" : this.adapters.get(body.model)?.hash;
		if (hash === undefined)
			return refusal(404, `The model \`${body.model}\` does not exist.`);
		const { keepsFirst, keepsFirstWeights, change } = faults;
		const first = this.#first;
		const stale = first && (keepsFirst || keepsFirstWeights);
		const weights = stale ? first.hash : hash;
		const { ids, reason } = fakeTokens(weights, body, vocabSize);
		const answer: FakeAnswer = {
			model: first && keepsFirst ? first.name : body.model,
			choices: [
				{
					...{ token_ids: ids, finish_reason: reason },
					prompt_token_ids: body.prompt,
				},
			],
		};
		return [200, change ? change(answer, body) : answer];
	}

	#dies(): boolean {
		const { diesAt, diedBefore } = this.#options.faults ?? {};
		if (diesAt === undefined || this.asked.length < diesAt) return false;
		if (diedBefore === undefined) return true;
		if (existsSync(diedBefore)) return false;
		writeFileSync(diedBefore, "");
		return true;
	}
}
