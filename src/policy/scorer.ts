import { sideBySide } from "../core/side-by-side.ts";
import {
	alone,
	type Example,
	type Group,
	supervisedCount,
} from "../data/example.ts";
import { packRows } from "../data/pack.ts";
import { prefixBatches } from "../data/pack-prefixes.ts";
import { groupRows } from "../data/plan-step.ts";
import { groupLength } from "../data/shared-prompts.ts";
import type { Buffer, GraphSession } from "../graph/session.ts";
import type { Model } from "../models/model.ts";
import type { Trainable } from "../nn/parameters.ts";
import type { Backend } from "../runtime/open-session.ts";
import { openSession } from "../runtime/open-session.ts";
import { compareGraph, type GraphOptions, scoreGraph } from "./graphs.ts";
import type { KeptScores } from "./kept-scores.ts";
import type { Policy } from "./policy.ts";
import type { HiddenStates, RowScores, ScoredGroups } from "./row-scores.ts";

/** A session that scores rows under a policy, without gradients. */
export class Scorer {
	readonly trainables: readonly Trainable[];
	readonly #session: GraphSession;
	readonly #model: Model;
	readonly #options: GraphOptions;
	readonly #tokens: number;
	readonly #compares: boolean;
	readonly #kept: KeptScores | null;

	private constructor(
		session: GraphSession,
		trainables: readonly Trainable[],
		model: Model,
		options: GraphOptions,
		tokens: number,
		compares: boolean,
		kept: KeptScores | null,
	) {
		this.#session = session;
		this.trainables = trainables;
		this.#model = model;
		this.#options = options;
		this.#tokens = tokens;
		this.#compares = compares;
		this.#kept = kept;
	}

	/**
	 * With `compares` the scorer also measures KL from hidden states of the base: of the model itself, or of `base`, another
	 * one of the same shapes. `tokens`: of one micro-batch. `kept`: scores that were computed before. `width`: micro-batches that are computed
	 * at the same time.
	 */
	static async create(
		model: Model,
		options: GraphOptions,
		device: Backend,
		tokens: number,
		compares: boolean,
		base: Model = model,
		kept: KeptScores | null = null,
		width = 1,
	): Promise<Scorer> {
		const { graph, trainables } = compares
			? compareGraph(model, options, base)
			: scoreGraph(model, options);
		const session = await openSession(graph, device, width);
		return new Scorer(
			...([session, trainables, model, options] as const),
			...([tokens, compares, kept] as const),
		);
	}

	/**
	 * Scores by row, in the order of the groups; answers of a group share their prompt. A scorer that compares is given the
	 * hidden states that it returned for the same groups under the base, or null.
	 */
	async score(
		groups: readonly Group[],
		policy: Policy,
		base: HiddenStates | null = null,
	): Promise<ScoredGroups> {
		return this.#score(groups, policy, base, false);
	}

	/** The same under the base itself, which processes may share. */
	scoreBase(groups: readonly Group[], policy: Policy): Promise<ScoredGroups> {
		return this.#score(groups, policy, null, true);
	}

	/** Last hidden states of the supervised tokens of each row under the base, [S, C]. Needs a scorer that compares. */
	async baseStates(
		rows: readonly Example[],
		policy: Policy,
	): Promise<Buffer[]> {
		const { hiddenSize } = this.#model.architecture;
		const groups = alone(rows);
		const { hidden } = await this.scoreBase(groups, policy);
		const states: Buffer[] = [];
		for (const [index, places] of this.#batchesOf(groups).entries()) {
			let start = 0;
			for (const place of places) {
				const supervised = supervisedCount(rows[place] as Example);
				const end = start + supervised * hiddenSize;
				states[place] = {
					data: (hidden[index] as Buffer).data.subarray(start, end),
					dims: [supervised, hiddenSize],
				};
				start = end;
			}
		}
		return states;
	}

	async #score(
		groups: readonly Group[],
		policy: Policy,
		base: HiddenStates | null,
		ofBase: boolean,
	): Promise<ScoredGroups> {
		const compute = () => this.#compute(groups, policy, base);
		const { key } = this.#session;
		if (this.#kept === null || key === undefined) return compute();
		const packing = [this.#tokens, this.#options.chunks];
		const how = { session: key, packing, ofBase };
		return this.#kept.of(how, groups, policy, base, compute);
	}

	async #compute(
		groups: readonly Group[],
		policy: Policy,
		base: HiddenStates | null,
	): Promise<ScoredGroups> {
		const { windows } = this.#model.architecture;
		const { chunks } = this.#options;
		const scored = await this.#eachOf(
			this.#batchesOf(groups),
			async (places, index) => {
				const batch = places.map((place) => groups[place] as Group);
				const { buffers } = packRows(batch, {
					...{ windows, chunks, endIds: new Set<number>() },
					sharePrompts: true,
				});
				const given = this.#compares
					? { baseHidden: base?.[index] ?? this.#noHidden(buffers) }
					: {};
				const feeds = { ...buffers, ...policy.buffers, ...given };
				const out = await this.#session.run(feeds);
				const rows = splitRows(batch.flat(), out, base !== null);
				return { places, rows, hidden: out.hidden as Buffer };
			},
		);
		const rows: RowScores[][] = groups.map(() => []);
		for (const part of scored)
			for (const place of part.places)
				rows[place] = part.rows.splice(0, groups[place]?.length);
		return {
			rows: rows.flat(),
			hidden: this.#compares ? scored.map(({ hidden }) => hidden) : [],
		};
	}

	/**
	 * Scores by row, in the order of the groups, without KL, and the states of their supervised tokens. Whatever rows of a micro-batch begin
	 * with alike is computed once, so questions after the same examples cost little more than without them. `ofBase`: whether the policy is
	 * a base, whose scores processes may share.
	 */
	async scoreSharing(
		groups: readonly Group[],
		policy: Policy,
		ofBase = false,
	): Promise<ScoredGroups> {
		const compute = () => this.#computeSharing(groups, policy);
		const { key } = this.#session;
		// Of rows that a model is shown, a comparison asks again; alternatives are scored once.
		const isShown = groups.every(({ length }) => length === 1);
		if (this.#kept === null || key === undefined || !isShown) return compute();
		const packing = ["sharing", this.#tokens, this.#options.chunks];
		const how = { session: key, packing, ofBase };
		return this.#kept.of(how, groups, policy, null, compute);
	}

	async #computeSharing(
		groups: readonly Group[],
		policy: Policy,
	): Promise<ScoredGroups> {
		const { windows, hiddenSize } = this.#model.architecture;
		const { chunks } = this.#options;
		const scored = await this.#eachOf(
			[...prefixBatches(groups, this.#tokens)],
			async (batch) => {
				const { buffers, supervised } = batch.pack({ windows, chunks });
				const out = await this.#session.run({ ...buffers, ...policy.buffers });
				const states = (out.hidden as Buffer).data;
				return {
					rows: splitRows(batch.groups.flat(), out, false),
					hidden: {
						data: states.subarray(0, supervised * hiddenSize),
						dims: [supervised, hiddenSize],
					},
				};
			},
		);
		return {
			rows: scored.flatMap(({ rows }) => rows),
			hidden: scored.map(({ hidden }) => hidden),
		};
	}

	/**
	 * Places of groups in each micro-batch: by length, which costs less padding. What a row scores depends on the rows beside it
	 * in last bits at most: on some processors, products of another number of rows add in another order.
	 */
	#batchesOf(groups: readonly Group[]): number[][] {
		return groupRows(
			...([[...groups.keys()], groups.map(groupLength)] as const),
			this.#tokens,
		);
	}

	/** Micro-batches, as many at the same time as the session computes. */
	#eachOf<Batch, Scores>(
		all: readonly Batch[],
		score: (batch: Batch, index: number) => Promise<Scores>,
	): Promise<Scores[]> {
		return sideBySide(this.#session.width ?? 1, all, score);
	}

	/** One micro-batch as training packs it: scores of its supervised tokens, and the hidden states from which they are computed. */
	async scoreBatch(
		rows: readonly Example[],
		policy: Policy,
	): Promise<{ logProb: Float32Array; hidden: Buffer }> {
		const packed = packRows(alone(rows), {
			windows: this.#model.architecture.windows,
			chunks: this.#options.chunks,
			endIds: new Set(),
		});
		const out = await this.#session.run({
			...packed.buffers,
			...policy.buffers,
		});
		const logProb = out.logProb?.data.slice(0, packed.supervised);
		return {
			logProb: logProb as Float32Array,
			hidden: out.hidden as Buffer,
		};
	}

	async dispose(): Promise<void> {
		await this.#session.dispose();
	}

	#noHidden(buffers: Readonly<Record<string, Buffer>>): Buffer {
		const entries = buffers.targets?.data.length ?? 0;
		const { hiddenSize } = this.#model.architecture;
		const data = new Float32Array(entries * hiddenSize);
		return { data, dims: [entries, hiddenSize] };
	}
}

function splitRows(
	rows: readonly Example[],
	out: Readonly<Record<string, Buffer>>,
	compared: boolean,
): RowScores[] {
	let start = 0;
	return rows.map((row) => {
		const end = start + supervisedCount(row);
		const part = (name: string) =>
			(out[name] as Buffer).data.slice(start, end) as Float32Array;
		const scores = {
			logProb: part("logProb"),
			entropy: part("entropy"),
			top1: part("top1"),
			kl: compared ? part("kl") : null,
		};
		start = end;
		return scores;
	});
}
