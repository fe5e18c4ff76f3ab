import type { Generator, Scorer } from "../engine/engine.ts";
import { withoutDropout } from "../policy/graphs.ts";
import type { Policy } from "../policy/policy.ts";
import { samplingOf } from "../recipes/resolve/row-origin.ts";
import type { Prepared } from "./prepare/prepare.ts";
import type { ReferenceModel } from "./reference/reference-model.ts";
import { openReferenceScorer } from "./reference/reference-scorer.ts";

interface Disposable {
	dispose(): Promise<void>;
}

/** Sessions that a run opens when they are first needed: each holds the weights once more. */
export class Sessions {
	readonly #prepared: Prepared;
	#scorer: Promise<Scorer> | null = null;
	#reference: ReturnType<typeof openReferenceScorer> | null = null;
	#generator: Promise<Generator> | null = null;

	constructor(prepared: Prepared) {
		this.#prepared = prepared;
	}

	/** Scores rows under any policy of this run. */
	scorer(): Promise<Scorer> {
		const { engine, model, graph, recipe } = this.#prepared;
		this.#scorer ??= engine.scorer({
			...{ model, graph, tokens: recipe.batch.tokens },
			compares: false,
		});
		return this.#scorer;
	}

	/** Scores rows under a reference of the recipe's own, with the values of its adapter. */
	reference(
		own: ReferenceModel,
	): Promise<{ readonly scorer: Scorer; readonly policy: Policy }> {
		this.#reference ??= openReferenceScorer(own, this.#prepared);
		return this.#reference;
	}

	/** Continues prompts under any policy of this run. */
	generator(): Promise<Generator> {
		const { engine, model, tuning, recipe } = this.#prepared;
		this.#generator ??= engine.generator({
			...{ model, tuning: withoutDropout(tuning) },
			precision: samplingOf(recipe.objective)?.precision ?? "float32",
		});
		return this.#generator;
	}

	/** Gives the memory of the scorers back until they are needed again. */
	async releaseScorer(): Promise<void> {
		const scorer = this.#scorer;
		this.#scorer = null;
		const reference = this.#reference;
		this.#reference = null;
		await release(scorer);
		await release(reference?.then((one) => one.scorer) ?? null);
	}

	async dispose(): Promise<void> {
		await this.releaseScorer();
		await release(this.#generator);
		this.#generator = null;
	}
}

/** One that could not be opened has said so already. */
async function release(session: Promise<Disposable> | null): Promise<void> {
	const opened = await session?.catch(() => null);
	await opened?.dispose();
}
