import { createHash } from "node:crypto";
import { Kept } from "../core/kept.ts";
import type { Group } from "../data/example.ts";
import { hashExamples } from "../data/hash-examples.ts";
import type { Policy } from "./policy.ts";
import type { HiddenStates, ScoredGroups } from "./row-scores.ts";

/** How rows are scored, as far as it decides the numbers. */
export interface ScoredWith {
	/** The key of a session. */
	readonly session: string;
	/** Tokens of one micro-batch, and parts of the head; and what else decides it. */
	readonly packing: readonly (number | string)[];
}

/**
 * Scores that were computed before: equal weights on equal rows in equal graphs give equal numbers. A run asks for those of its base at its
 * start and once more at its first evaluation, and the runs of a study all have the same base.
 */
export class KeptScores {
	readonly #scores: Kept<ScoredGroups>;
	/** By states, the key under which they are kept. */
	readonly #keys = new WeakMap<HiddenStates, string>();

	/** `bytes`: of all that is kept. */
	constructor(bytes = 128e6) {
		this.#scores = new Kept(bytes);
	}

	/** `base`: states that the scores are compared with. Computes what is not kept. */
	async of(
		how: ScoredWith,
		groups: readonly Group[],
		policy: Policy,
		base: HiddenStates | null,
		compute: () => Promise<ScoredGroups>,
	): Promise<ScoredGroups> {
		const compared = base === null ? "alone" : this.#keys.get(base);
		// States of unknown origin.
		if (compared === undefined) return compute();
		const key = createHash("sha256")
			.update(`${how.session} ${how.packing.join()} ${compared} `)
			.update(`${groups.map(({ length }) => length).join()} `)
			.update(`${hashExamples(groups.flat())} ${policy.key}`)
			.digest("hex");
		const kept = this.#scores.get(key);
		if (kept !== undefined) return kept;
		const scored = await compute();
		this.#keys.set(scored.hidden, key);
		this.#scores.set(key, scored, sizeOf(scored));
		return scored;
	}
}

function sizeOf({ rows, hidden }: ScoredGroups): number {
	const states = hidden.reduce((sum, { data }) => sum + data.byteLength, 0);
	const values = rows.reduce((sum, { logProb }) => sum + logProb.length, 0);
	return states + 16 * values;
}
