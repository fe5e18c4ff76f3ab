import type { Example, Group } from "../data/example.ts";
import { microBatchesOf } from "../data/micro-batches.ts";
import { packRows } from "../data/pack.ts";
import type { GraphSession } from "../graph/session.ts";
import type { Model } from "../models/model.ts";
import type { Trainable } from "../nn/parameters.ts";
import type { Backend } from "../runtime/open-session.ts";
import { openSession } from "../runtime/open-session.ts";
import { type GraphOptions, rewardGraph } from "./graphs.ts";
import type { Policy } from "./policy.ts";

/** A session that gives answers their rewards under a reward model. */
export class RewardScorer {
	readonly trainables: readonly Trainable[];
	readonly #session: GraphSession;
	readonly #model: Model;
	readonly #chunks: number;
	readonly #tokens: number;

	private constructor(
		session: GraphSession,
		trainables: readonly Trainable[],
		model: Model,
		chunks: number,
		tokens: number,
	) {
		this.#session = session;
		this.trainables = trainables;
		this.#model = model;
		this.#chunks = chunks;
		this.#tokens = tokens;
	}

	/** `tokens`: of one micro-batch. */
	static async create(
		model: Model,
		options: GraphOptions,
		device: Backend,
		tokens: number,
	): Promise<RewardScorer> {
		const { graph, trainables } = rewardGraph(model, options);
		const session = await openSession(graph, device);
		return new RewardScorer(session, trainables, model, options.chunks, tokens);
	}

	/** The reward of each row, in their order. */
	async score(rows: readonly Example[], policy: Policy): Promise<number[]> {
		const rewards = new Map<Example, number>();
		const groups: Group[] = rows.map((row) => [row]);
		for (const batch of microBatchesOf(groups, this.#tokens)) {
			const packed = packRows(batch, {
				windows: this.#model.architecture.windows,
				chunks: this.#chunks,
				endIds: new Set(),
				wholeRows: true,
			});
			const out = await this.#session.run({
				...packed.buffers,
				...policy.buffers,
			});
			for (const [b, row] of batch.flat().entries())
				rewards.set(row, out.reward?.data[b] ?? Number.NaN);
		}
		return rows.map((row) => rewards.get(row) as number);
	}

	async dispose(): Promise<void> {
		await this.#session.dispose();
	}
}
