import type {
	EngineSession,
	Generator,
	ReferenceScorer,
	Scorer,
} from "../engine/engine.ts";

interface Disposable {
	dispose(): Promise<void>;
}

/** Parts of an engine's session that a run opens when they are first needed: each may hold the weights once more. */
export class Sessions {
	readonly #session: EngineSession;
	#scorer: Promise<Scorer> | null = null;
	#reference: Promise<ReferenceScorer> | null = null;
	#generator: Promise<Generator> | null = null;

	constructor(session: EngineSession) {
		this.#session = session;
	}

	/** Scores rows under any weights of this run. */
	scorer(): Promise<Scorer> {
		this.#scorer ??= this.#session.scorer({ compares: false });
		return this.#scorer;
	}

	/** Scores rows under a reference of the recipe's own. */
	reference(): Promise<ReferenceScorer> {
		this.#reference ??= this.#session.referenceScorer();
		return this.#reference;
	}

	/** Answers prompts under any weights of this run. */
	generator(): Promise<Generator> {
		this.#generator ??= this.#session.generator();
		return this.#generator;
	}

	/** Gives the memory of the scorers back until they are needed again. */
	async releaseScorer(): Promise<void> {
		const opened = [this.#scorer, this.#reference];
		this.#scorer = null;
		this.#reference = null;
		for (const one of opened) await release(one);
	}

	async dispose(): Promise<void> {
		await this.releaseScorer();
		await release(this.#generator);
		this.#generator = null;
	}
}

/** One that could not be opened has said so already. */
async function release(part: Promise<Disposable> | null): Promise<void> {
	const opened = await part?.catch(() => null);
	await opened?.dispose();
}
