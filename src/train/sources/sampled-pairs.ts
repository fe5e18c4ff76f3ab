import { TemperError } from "../../core/error.ts";
import { alone, type Example, type Group } from "../../data/example.ts";
import { microBatchesOf } from "../../data/micro-batches.ts";
import { byRow } from "../../data/pack.ts";
import type { Known } from "../../engine/step.ts";
import { textOf } from "../../policy/model-text.ts";
import type { SamplingRecipe } from "../../recipes/schemas/sampling-schema.ts";
import type { RunEvent } from "../../runs/events.ts";
import type {
	JudgedSample,
	SampleRecord,
} from "../../runs/folder/round-folder.ts";
import { comparePairs } from "../rewarders/compare-pairs.ts";
import type { Comparison } from "../rewarders/rewarder.ts";
import type { Demonstration } from "../rounds/demonstration.ts";
import { keptScores } from "../rounds/kept-scores.ts";
import { meanGain } from "../rounds/mean-gain.ts";
import { dropReason, type PairingRule } from "../rounds/pair-samples.ts";
import { RunDemonstrations, shareOf } from "../rounds/round-demonstrations.ts";
import { pairsOfSamples, withPreviousPairs } from "../rounds/round-pairs.ts";
import { type Round, roundOf } from "../rounds/rounds.ts";
import { sampleRound } from "../rounds/sample-round.ts";
import { summariseSamples } from "../rounds/sample-summary.ts";
import { costOf } from "../watch/clock.ts";
import type { StepRows, StepSource } from "./source.ts";
import type { Stage } from "./stage.ts";

/** Pairs whose samples tell how far the policy is from the start of the stage. */
const comparedPairs = 64;

export interface SampledPairsOptions extends PairingRule {
	/** What a nat of log-ratio counts. */
	readonly beta: number;
	readonly rounds: number;
	readonly perPrompt: number;
	/** Pairs of the round before are learned from once more. */
	readonly mixPrevious: boolean;
	readonly sampling: SamplingRecipe;
}

/** Pairs, and their scores under the policy at the start of the round. */
interface ScoredPairs {
	readonly pairs: readonly Group[];
	readonly scores: readonly Float32Array[];
}

/** A round that is under way. */
interface OpenRound {
	readonly round: Round;
	readonly pairs: readonly Group[];
	readonly passes: number;
	readonly known: Known;
	readonly heldOut: ScoredPairs;
}

/**
 * Pairs of a demonstration and a sample that the policy drew at the start of the round, with that policy as the reference
 * (IRFT, arXiv 2405.17888). With one round for a pass over the data it is SPIN (arXiv 2401.01335).
 */
export class SampledPairs implements StepSource {
	readonly #stage: Stage;
	readonly #demonstrations: RunDemonstrations;
	readonly #options: SampledPairsOptions;
	#open: OpenRound | null = null;

	constructor(stage: Stage, options: SampledPairsOptions) {
		this.#stage = stage;
		this.#demonstrations = new RunDemonstrations(stage.prepared);
		this.#options = options;
	}

	roundBegun(step: number): number | null {
		const { number, from } = this.#roundOf(step);
		return from === step ? number : null;
	}

	async *open(step: number): AsyncGenerator<RunEvent> {
		const round = this.#roundOf(step);
		if (round.number === this.#open?.round.number) return;
		const { sessions, learner } = this.#stage;
		const { demonstrations, passes } = this.#demonstrations.visitedIn(round);
		const drawn = await this.#draw(demonstrations, round, step, null);
		const heldOut = drawn && (await this.#heldOut(round, step));
		if (!drawn || !heldOut) return;
		const pairs = await this.#pairs(drawn.samples, demonstrations, round);
		const rows = pairs.flat();
		const scores = await keptScores(
			drawn.folder,
			"start",
			pairs,
			sessions,
			learner.weights,
		);
		const known = { reference: byRow(rows, scores) };
		this.#open = { round, pairs, passes, known, heldOut };
		if (step !== round.from) return;
		const klToStart = await this.#klToStart({ pairs, scores });
		const tokens = drawn.samples.reduce((sum, { ids }) => sum + ids.length, 0);
		yield {
			kind: "samples",
			step,
			round: round.number,
			...summariseSamples(drawn.samples, demonstrations),
			...{ equalGroups: null, klToStart },
			cost: costOf(drawn.seconds, tokens),
		};
	}

	rows(step: number): StepRows {
		const { round, pairs, passes, known } = this.#opened;
		const { recipe, plan } = this.#stage.prepared;
		const share = shareOf(pairs, step, round, passes);
		return {
			epoch: (step + 1) / plan.stepsPerEpoch,
			microBatches: microBatchesOf(share, recipe.batch.tokens),
			known: { ...known, referenceIsPolicy: step === round.from },
		};
	}

	async *close(step: number): AsyncGenerator<RunEvent> {
		const { round, heldOut } = this.#opened;
		if (step !== round.to - 1) return;
		const began = performance.now();
		const compared = await this.#compare(heldOut);
		yield {
			kind: "round",
			step: step + 1,
			round: round.number,
			heldOutAccuracy: compared?.accuracy ?? null,
			rewardAccuracy: null,
			rewards: compared && { demo: compared.demo, sample: compared.sample },
			cost: costOf((performance.now() - began) / 1000),
		};
	}

	async dispose(): Promise<void> {}

	get #opened(): OpenRound {
		if (this.#open) return this.#open;
		throw new TemperError("internal", {
			where: "round",
			expected: "samples before steps",
			found: "none",
		});
	}

	#roundOf(step: number): Round {
		const { rounds } = this.#options;
		return roundOf(step, this.#stage.prepared.steps, { count: rounds });
	}

	#draw(
		demonstrations: readonly Demonstration[],
		round: Round,
		step: number,
		part: "held-out" | null,
	) {
		const { sampling, perPrompt } = this.#options;
		const name = `round/${round.number}`;
		return sampleRound(this.#stage, demonstrations, {
			...{ round, step, sampling },
			...(part && { part }),
			perPrompt: part ? 1 : perPrompt,
			name: part ? `${name}/${part}` : name,
			judge: async (samples) => this.#judge(samples, demonstrations),
		});
	}

	#judge(
		samples: readonly SampleRecord[],
		demonstrations: readonly Demonstration[],
	): JudgedSample[] {
		const perPrompt = samples.length / demonstrations.length;
		return samples.map((sample, i) => {
			const demo = demonstrations[Math.floor(i / perPrompt)] as Demonstration;
			const { tokenizer } = this.#stage.prepared;
			const dropped = dropReason(demo, sample, this.#options, (ids) =>
				textOf(tokenizer, ids),
			);
			return { ...sample, dropped, rewards: {} };
		});
	}

	/** What this round learns from, in an order of its own. Throws `data` if no sample differs from its demonstration. */
	async #pairs(
		samples: readonly JudgedSample[],
		demonstrations: readonly Demonstration[],
		{ number }: Round,
	): Promise<readonly Group[]> {
		const fresh = pairsOfSamples(samples, demonstrations);
		const { runFolder, prepared } = this.#stage;
		if (fresh.length === 0)
			throw new TemperError("data", {
				where: `round ${number}`,
				expected: "samples that differ from their demonstrations",
				found: `${samples.length} samples without signal`,
				hint: `Look at them with \`npx temper-lm rounds show ${runFolder.path}\`.`,
			});
		if (!this.#options.mixPrevious || number === 1) return fresh;
		const { seed } = prepared.recipe;
		const { all } = this.#demonstrations;
		return withPreviousPairs(runFolder.path, fresh, { number, seed }, all);
	}

	/** Held-out demonstrations compared with samples of the policy at the start of the round. */
	async #heldOut(round: Round, step: number): Promise<ScoredPairs | null> {
		const { sessions, learner } = this.#stage;
		const demonstrations = this.#demonstrations.heldOut;
		if (demonstrations.length === 0) return { pairs: [], scores: [] };
		const drawn = await this.#draw(demonstrations, round, step, "held-out");
		if (drawn === null) return null;
		const pairs = pairsOfSamples(drawn.samples, demonstrations);
		const { weights } = learner;
		const { folder } = drawn;
		const scores = await keptScores(folder, "start", pairs, sessions, weights);
		return { pairs, scores };
	}

	/** What demonstrations and samples have gained since the start of the round, times beta: the implicit reward. */
	async #compare({ pairs, scores }: ScoredPairs): Promise<Comparison | null> {
		const { sessions, learner } = this.#stage;
		const scorer = await sessions.scorer();
		const now = (await scorer.score(pairs, learner.weights)).rows;
		return comparePairs(
			now.map(
				({ logProb }, i) =>
					this.#options.beta *
					logProb.reduce((sum, x, t) => sum + x - (scores[i]?.[t] ?? x), 0),
			),
		);
	}

	/** On samples: what the policy that drew them gives their tokens, less what the start of the stage gives them. */
	async #klToStart({ pairs, scores }: ScoredPairs): Promise<number> {
		const { sessions, session } = this.#stage;
		const compared = pairs.slice(0, comparedPairs);
		const rows = compared.map((pair) => pair[1] as Example);
		const scorer = await sessions.scorer();
		const before = (await scorer.score(alone(rows), await session.start()))
			.rows;
		return meanGain(
			compared.map((_, p) => scores[2 * p + 1] ?? new Float32Array()),
			before.map(({ logProb }) => logProb),
		);
	}
}
