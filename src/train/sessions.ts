import { DecodeSession } from "../generate/decode-session.ts";
import { withoutDropout } from "../policy/graphs.ts";
import type { Policy } from "../policy/policy.ts";
import { Scorer } from "../policy/scorer.ts";
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
	#decoder: Promise<DecodeSession> | null = null;

	constructor(prepared: Prepared) {
		this.#prepared = prepared;
	}

	/** Scores rows under any policy of this run. */
	scorer(): Promise<Scorer> {
		const { model, recipe } = this.#prepared;
		this.#scorer ??= Scorer.create(
			model,
			this.#prepared.graph,
			this.#prepared.device,
			recipe.batch.tokens,
			false,
		);
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
	decoder(): Promise<DecodeSession> {
		const { model, tuning, recipe } = this.#prepared;
		this.#decoder ??= DecodeSession.open(model, {
			...this.#prepared.device,
			tuning: withoutDropout(tuning),
			precision: samplingOf(recipe.objective)?.precision ?? "float32",
		});
		return this.#decoder;
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
		await release(this.#decoder);
		this.#decoder = null;
	}
}

/** One that could not be opened has said so already. */
async function release(session: Promise<Disposable> | null): Promise<void> {
	const opened = await session?.catch(() => null);
	await opened?.dispose();
}
