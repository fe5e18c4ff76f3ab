import type { Decoder } from "../../generate/decoder.ts";
import {
	type Generator,
	openGenerator,
} from "../../generate/open-generator.ts";
import type { Backend } from "../../runtime/open-session.ts";
import type { ModelParts } from "./merged-policy.ts";
import type { Subject } from "./subject.ts";

/** What generates for a subject, and for its base: opened when it is first asked for. */
export class Decoders {
	readonly #subject: Subject;
	readonly #device: Backend;
	#own: Promise<Generator> | null = null;
	#other: Promise<Generator> | null = null;

	constructor(subject: Subject, device: Backend) {
		this.#subject = subject;
		this.#device = device;
	}

	async own(): Promise<Decoder> {
		const { model, adapter } = this.#subject;
		this.#own ??= openGenerator(model, adapter, this.#device);
		return (await this.#own).tuned;
	}

	/** What the subject is compared with. An adapter's own base holds its weights in common with it. */
	async other({ model, adapter }: ModelParts): Promise<Decoder> {
		const own = this.#subject;
		if (own.adapter !== null && adapter === null && own.model === model) {
			await this.own();
			return (await (this.#own as Promise<Generator>)).base;
		}
		this.#other ??= openGenerator(model, adapter, this.#device);
		return (await this.#other).tuned;
	}

	async dispose(): Promise<void> {
		const opened = [this.#own, this.#other];
		this.#own = null;
		this.#other = null;
		for (const one of opened) {
			// One that could not be opened has said so already.
			const generator = await one?.catch(() => null);
			await generator?.dispose();
		}
	}
}
