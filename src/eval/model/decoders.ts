import type { Decoder } from "../../generate/decoder.ts";
import {
	type Generator,
	openGenerator,
} from "../../generate/open-generator.ts";
import type { DeviceOptions } from "../../train/stepper.ts";
import type { Subject } from "./subject.ts";

/** What generates for a subject, and for its base: opened when it is first asked for. */
export class Decoders {
	readonly #subject: Subject;
	readonly #device: DeviceOptions;
	#own: Promise<Generator> | null = null;
	#base: Promise<Generator> | null = null;

	constructor(subject: Subject, device: DeviceOptions) {
		this.#subject = subject;
		this.#device = device;
	}

	async own(): Promise<Decoder> {
		const { model, adapter } = this.#subject;
		this.#own ??= openGenerator(model, adapter, this.#device);
		return (await this.#own).tuned;
	}

	/** An adapter's base holds its weights in common with it. */
	async base(folder: string): Promise<Decoder> {
		if (this.#subject.adapter !== null) {
			await this.own();
			return (await (this.#own as Promise<Generator>)).base;
		}
		this.#base ??= openGenerator(folder, null, this.#device);
		return (await this.#base).tuned;
	}

	async dispose(): Promise<void> {
		const opened = [this.#own, this.#base];
		this.#own = null;
		this.#base = null;
		for (const one of opened) {
			// One that could not be opened has said so already.
			const generator = await one?.catch(() => null);
			await generator?.dispose();
		}
	}
}
