import {
	type Example,
	type Group,
	supervisedCount,
} from "../../../data/example.ts";
import type { RowScores } from "../../../policy/row-scores.ts";
import type {
	ReferenceScorer,
	RewardScorer,
	ScoredRows,
	Scorer,
	Weights,
} from "../../engine.ts";
import type { TokenPlaces } from "../../measured.ts";
import type { Baseline, ReferenceBatch } from "../../step.ts";
import type { TorchGroup } from "../process.ts";
import { floats } from "./results.ts";
import { cutByRow, inOrder, rowTensors, tokensOf } from "./rows.ts";
import {
	type FrozenName,
	frozenBaseline,
	TorchBaseline,
	torchWeights,
	type WeightsName,
} from "./torch-weights.ts";

type Rows = readonly Example[];

/** Scores rows in the processes, which hold all weights already. */
export class TorchScorer implements Scorer {
	readonly #group: TorchGroup;
	readonly #tokens: number;

	/** `tokens`: of one micro-batch. */
	constructor(group: TorchGroup, tokens: number) {
		this.#group = group;
		this.#tokens = tokens;
	}

	async score(
		groups: readonly Group[],
		weights: Weights,
		against: Baseline | null = null,
	): Promise<ScoredRows> {
		const own = torchWeights(weights);
		const base = against && frozenBaseline(against);
		return this.#scored(groups, own, base);
	}

	async scoreBase(groups: readonly Group[]): Promise<ScoredRows> {
		return this.#scored(groups, { of: "base", name: null }, null);
	}

	/** The processes compute the base with each step. */
	async baselinesOf(rows: Rows): Promise<Baseline[]> {
		return rows.map(() => new TorchBaseline("base"));
	}

	async #scored(
		groups: readonly Group[],
		weights: WeightsName,
		against: FrozenName | null,
	): Promise<ScoredRows> {
		const rows = await scoreRows(
			this.#group,
			inOrder(groups.flat(), this.#tokens),
			weights,
			against,
		);
		return { rows, baseline: new TorchBaseline(weights.of) };
	}

	/** How weights see the supervised tokens of rows. */
	async places(rows: Rows, weights: WeightsName): Promise<TokenPlaces[]> {
		const read = rows.filter((row) => supervisedCount(row) > 0);
		if (read.length === 0) return rows.map(() => noPlaces());
		const reply = await this.#group.request({
			op: "score",
			fields: { of: weights.of, name: weights.name, places: true },
			tensors: rowTensors(inOrder(read, this.#tokens)),
			work: tokensOf(read),
		});
		const [ranks, firsts] = ["rank", "first"].map((key) =>
			cutByRow(rows, floats(reply, key)),
		);
		return rows.map((_, i) => ({
			ranks: Uint32Array.from(ranks?.[i] ?? []),
			firsts: Int32Array.from(firsts?.[i] ?? []),
		}));
	}

	/** The processes keep the base for as long as they live. */
	async releaseBase(): Promise<void> {}

	async scoreBatch(rows: Rows, weights: Weights): Promise<ReferenceBatch> {
		const own = torchWeights(weights);
		const reply = await this.#group.request({
			op: "score",
			fields: { of: own.of, name: own.name, against: null },
			tensors: rowTensors([rows]),
			work: tokensOf(rows),
		});
		const baseline = new TorchBaseline(own.of);
		return { logProb: floats(reply, "logProb"), baseline };
	}

	async dispose(): Promise<void> {}
}

function noPlaces(): TokenPlaces {
	return { ranks: new Uint32Array(), firsts: new Int32Array() };
}

/** Scores by row, with KL from frozen weights if they are given. */
async function scoreRows(
	group: TorchGroup,
	batches: readonly Rows[],
	{ of, name }: WeightsName,
	against: FrozenName | null,
): Promise<RowScores[]> {
	const rows = batches.flat();
	if (rows.length === 0) return [];
	const reply = await group.request({
		op: "score",
		fields: { of, name, against },
		tensors: rowTensors(batches),
		work: tokensOf(rows),
	});
	const parts = (key: string) => cutByRow(rows, floats(reply, key));
	const [logProb, entropy, top1] = ["logProb", "entropy", "top1"].map(parts);
	const kl = against && parts("kl");
	return rows.map((_, i) => ({
		logProb: logProb?.[i] as Float32Array,
		entropy: entropy?.[i] as Float32Array,
		top1: top1?.[i] as Float32Array,
		kl: kl?.[i] ?? null,
	}));
}

/** Scores rows under the reference of the recipe. */
export function referenceScorer(
	group: TorchGroup,
	tokens: number,
): ReferenceScorer {
	return {
		score: (groups) =>
			scoreRows(
				group,
				inOrder(groups.flat(), tokens),
				{ of: "reference", name: null },
				null,
			),
		async dispose() {},
	};
}

/** Rewards under the reward model that the processes hold under a name. */
export function rewardScorer(
	group: TorchGroup,
	tokens: number,
	nameOf: (weights: Weights | null) => string,
): RewardScorer {
	return {
		async score(rows, weights) {
			if (rows.length === 0) return [];
			const reply = await group.request({
				op: "rewards",
				fields: { name: nameOf(weights) },
				tensors: rowTensors(inOrder(rows, tokens)),
				work: tokensOf(rows),
			});
			return [...floats(reply, "reward", rows.length)];
		},
		async dispose() {},
	};
}
