import { createHash } from "node:crypto";
import { Kept } from "../core/kept.ts";
import type { Group } from "../data/example.ts";
import { hashExamples } from "../data/hash-examples.ts";
import type { Policy } from "./policy.ts";
import type { HiddenStates, ScoredGroups } from "./row-scores.ts";
import type { SharedScores } from "./shared-scores.ts";

/** How rows are scored, as far as it decides the numbers. */
export interface ScoredWith {
	/** The key of a session. */
	readonly session: string;
	/** Tokens of one micro-batch, and parts of the head; and what else decides it. */
	readonly packing: readonly (number | string)[];
	/** Whether the policy is a base, which the runs of all processes are compared with. */
	readonly ofBase: boolean;
}

export interface KeptScoresOptions {
	/** Bytes of all that is kept. */
	readonly bytes?: number;
	/** Where processes share scores of bases; null: each computes its own. */
	readonly shared?: SharedScores | null;
}

/**
 * Scores that were computed before: equal weights on equal rows in equal graphs give equal numbers. A run asks for those of its base at its
 * start and once more at its first evaluation, and the runs of a study all have the same base.
 */
export class KeptScores {
	readonly #bytes: number;
	readonly #scores: Kept<ScoredGroups>;
	readonly #shared: SharedScores | null;
	/** By states, the key under which they are kept. */
	readonly #keys = new WeakMap<HiddenStates, string>();
	/** Bases that were scored: a policy that has not moved yet may be one of them. */
	readonly #bases = new Set<string>();

	constructor({ bytes = 128e6, shared = null }: KeptScoresOptions = {}) {
		this.#bytes = bytes;
		this.#scores = new Kept(bytes);
		this.#shared = shared;
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
		const scored = await this.#sharedOr(
			compute,
			key,
			this.#isBase(how, policy),
		);
		this.#keys.set(scored.hidden, key);
		this.#scores.set(key, scored, sizeOf(scored));
		return scored;
	}

	#isBase({ session, ofBase }: ScoredWith, policy: Policy): boolean {
		const base = `${session} ${policy.key}`;
		if (ofBase) this.#bases.add(base);
		return this.#bases.has(base);
	}

	async #sharedOr(
		compute: () => Promise<ScoredGroups>,
		key: string,
		isBase: boolean,
	): Promise<ScoredGroups> {
		const shared = isBase ? this.#shared : null;
		const known = await shared?.read(key);
		if (known) return known;
		const scored = await compute();
		if (sizeOf(scored) <= this.#bytes) await shared?.write(key, scored);
		return scored;
	}
}

function sizeOf({ rows, hidden }: ScoredGroups): number {
	const states = hidden.reduce((sum, { data }) => sum + data.byteLength, 0);
	const values = rows.reduce((sum, { logProb }) => sum + logProb.length, 0);
	return states + 16 * values;
}
