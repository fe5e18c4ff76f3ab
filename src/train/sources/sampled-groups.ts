import { TemperError, withHint } from "../../core/error.ts";
import type { Example, Group } from "../../data/example.ts";
import { microBatchesOf, splitGroup } from "../../data/micro-batches.ts";
import { byRow } from "../../data/pack.ts";
import type { Known } from "../../engine/step.ts";
import type { Baseline } from "../../objectives/sampled/advantages.ts";
import { groupAdvantages } from "../../objectives/sampled/advantages.ts";
import type { RoundLength } from "../../recipes/resolve/row-origin.ts";
import type { SamplingRecipe } from "../../recipes/schemas/sampling-schema.ts";
import type { RunEvent } from "../../runs/events.ts";
import type {
	JudgedSample,
	SampleRecord,
} from "../../runs/folder/round-folder.ts";
import {
	type LearntRewards,
	type Rewarder,
	type SampledGroup,
	samplesOf,
} from "../rewarders/rewarder.ts";
import type { Demonstration } from "../rounds/demonstration.ts";
import { keptScores, keptScoresBy } from "../rounds/kept-scores.ts";
import { meanGain } from "../rounds/mean-gain.ts";
import { pairOf } from "../rounds/pair-samples.ts";
import { RunDemonstrations, shareOf } from "../rounds/round-demonstrations.ts";
import { type Round, roundOf } from "../rounds/rounds.ts";
import { type RoundSamples, sampleRound } from "../rounds/sample-round.ts";
import { countDropped, summariseSamples } from "../rounds/sample-summary.ts";
import { withoutTrend } from "../rounds/without-trend.ts";
import { costOf } from "../watch/clock.ts";
import type { StepRows, StepSource } from "./source.ts";
import type { Stage } from "./stage.ts";

export interface SampledGroupsOptions {
	readonly length: RoundLength;
	/** Samples of each prompt. */
	readonly perPrompt: number;
	readonly baseline: Baseline;
	/** Takes the linear trend of rewards over length, among the answers to one prompt, out of the advantages. */
	readonly lengthNeutral: boolean;
	/** Whether the objective compares with the start of the stage. */
	readonly leashed: boolean;
	/** Subtracted from an answer's reward for each nat of log pi - log pi_start; 0 leaves rewards as they are. */
	readonly penalty: number;
	readonly sampling: SamplingRecipe;
}

interface OpenRound {
	readonly round: Round;
	readonly groups: readonly Group[];
	readonly passes: number;
	readonly known: Known;
	readonly heldOut: readonly SampledGroup[];
}

/** Samples of the policy with their rewards: what a policy gradient learns from. */
export class SampledGroups implements StepSource {
	readonly #stage: Stage;
	readonly #demonstrations: RunDemonstrations;
	readonly #options: SampledGroupsOptions;
	readonly #rewarder: Rewarder;
	#open: OpenRound | null = null;

	constructor(stage: Stage, options: SampledGroupsOptions, rewarder: Rewarder) {
		this.#stage = stage;
		this.#demonstrations = new RunDemonstrations(stage.prepared);
		this.#options = options;
		this.#rewarder = rewarder;
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
		const learnt = await this.#learn(demonstrations, round, step);
		const drawn = learnt && (await this.#draw(demonstrations, round, step));
		const heldOut = drawn && (await this.#heldOut(round, step));
		if (!learnt || !drawn || !heldOut) return;
		const { folder, samples, seconds } = drawn;
		const sampled = grouped(samples, demonstrations);
		const groups = sampled.map(samplesOf);
		const rows = groups.flat();
		const now = await keptScores(
			folder,
			"start",
			groups,
			sessions,
			learner.weights,
		);
		const before = this.#options.leashed
			? await keptScoresBy(folder, "stage", groups, this.#stage.reference)
			: null;
		const gains = rows.map((_, i) => totalGain(now[i], before?.[i]));
		const { advantages, equalGroups } = this.#advantages(sampled, gains);
		const ofRow = new Map(rows.map((row, i) => [row, i]));
		const at = (row: Example) => ofRow.get(row) as number;
		this.#open = {
			...{ round, groups, passes, heldOut },
			known: {
				reference: before && byRow(rows, before),
				sampled: (row) => now[at(row)] as Float32Array,
				advantage: (row) => advantages[at(row)] as number,
			},
		};
		if (step !== round.from) return;
		const tokens = samples.reduce((sum, { ids }) => sum + ids.length, 0);
		yield {
			kind: "samples",
			step,
			round: round.number,
			...summariseSamples(samples, demonstrations),
			equalGroups: equalGroups / groups.length,
			klToStart: before && meanGain(now, before),
			rewardSamples: learnt.length > 0 ? countDropped(learnt) : null,
			cost: costOf(seconds, tokens),
		};
	}

	rows(step: number): StepRows {
		const { round, groups, passes, known } = this.#opened;
		const { prepared } = this.#stage;
		const { recipe, plan } = prepared;
		const { tokens } = recipe.batch;
		const share = shareOf(groups, step, round, passes);
		return {
			epoch: (step + 1) / plan.stepsPerEpoch,
			microBatches: microBatchesOf(
				share.flatMap((group) => splitGroup(group, tokens)),
				tokens,
			),
			known: {
				...known,
				referenceIsPolicy: step === 0 && prepared.reference === null,
			},
		};
	}

	async *close(step: number): AsyncGenerator<RunEvent> {
		const { round, heldOut } = this.#opened;
		if (step !== round.to - 1 || heldOut.length === 0) return;
		const began = performance.now();
		const compared = await this.#rewarder.compare(heldOut);
		yield {
			kind: "round",
			step: step + 1,
			round: round.number,
			heldOutAccuracy: null,
			rewardAccuracy: compared?.accuracy ?? null,
			rewards: compared && { demo: compared.demo, sample: compared.sample },
			cost: costOf((performance.now() - began) / 1000),
		};
	}

	async dispose(): Promise<void> {
		await this.#rewarder.dispose();
	}

	get #opened(): OpenRound {
		if (this.#open) return this.#open;
		throw new TemperError("internal", {
			where: "round",
			expected: "samples before steps",
			found: "none",
		});
	}

	#roundOf(step: number): Round {
		const { steps } = this.#stage.prepared;
		return roundOf(step, steps, this.#options.length);
	}

	/** Samples for the policy to learn from, with their rewards. */
	#draw(
		demonstrations: readonly Demonstration[],
		round: Round,
		step: number,
	): Promise<RoundSamples | null> {
		const { sampling, perPrompt } = this.#options;
		return sampleRound(this.#stage, demonstrations, {
			...{ round, step, sampling, perPrompt },
			name: `round/${round.number}`,
			judge: (samples) => this.#judge(samples, demonstrations),
		});
	}

	/** Samples for a part of the round, each judged by itself. */
	#drawPart(
		part: "held-out" | "reward-model",
		demonstrations: readonly Demonstration[],
		{
			round,
			step,
			perPrompt,
		}: { round: Round; step: number; perPrompt: number },
		dropReason: LearntRewards["dropReason"],
	): Promise<RoundSamples | null> {
		const { sampling } = this.#options;
		return sampleRound(this.#stage, demonstrations, {
			...{ round, step, sampling, part, perPrompt },
			name: `round/${round.number}/${part}`,
			judge: async (samples) =>
				grouped(samples, demonstrations).flatMap(
					({ demonstration, samples: own }) =>
						own.map((sample) => ({
							...sample,
							dropped: dropReason(demonstration, sample),
							rewards: {},
						})),
				),
		});
	}

	/**
	 * Rewards that are learnt learn at the start of a round, from samples that the policy does not learn from: those would
	 * be the ones that they were just taught to push down. Returns the samples; null if the signal aborted first.
	 */
	async #learn(
		demonstrations: readonly Demonstration[],
		round: Round,
		step: number,
	): Promise<readonly JudgedSample[] | null> {
		const { learnt } = this.#rewarder;
		if (!learnt || step !== round.from) return [];
		const { perPrompt } = learnt;
		const drawn = await this.#drawPart(
			"reward-model",
			demonstrations,
			{ round, step, perPrompt },
			(demonstration, sample) => learnt.dropReason(demonstration, sample),
		);
		if (drawn === null) return null;
		const pairs = grouped(drawn.samples, demonstrations).flatMap(
			({ demonstration, samples }) =>
				samples
					.filter(({ dropped }) => dropped === null)
					.map((sample) => pairOf(demonstration, sample)),
		);
		await learnt.learn(pairs, round);
		return drawn.samples;
	}

	async #judge(
		samples: readonly SampleRecord[],
		demonstrations: readonly Demonstration[],
	): Promise<JudgedSample[]> {
		const groups = grouped(samples, demonstrations);
		const { path } = this.#stage.runFolder;
		const rewards = await this.#rewarder
			.judge(groups)
			.catch((error: unknown) => {
				throw withHint(
					error,
					`Mend the reward, then \`npx temper-lm runs resume ${path} --new-rewards\`: what was sampled is kept.`,
				);
			});
		const byOrder = rewards.flat();
		return samples.map((sample, i) => ({
			...sample,
			dropped: null,
			rewards: byOrder[i] ?? {},
		}));
	}

	/** By sample, in the order of the samples. `gains`: of each sample's log-probability since the start of the stage. */
	#advantages(
		groups: readonly { readonly samples: readonly JudgedSample[] }[],
		gains: readonly number[],
	): { advantages: number[]; equalGroups: number } {
		const { baseline, lengthNeutral, penalty } = this.#options;
		const totals = groups.map(({ samples }) =>
			samples.map(({ rewards }) => rewards.total ?? 0),
		);
		const rewards = lengthNeutral
			? withoutTrend(
					totals,
					groups.map(({ samples }) => samples.map(({ ids }) => ids.length)),
				)
			: totals;
		let at = 0;
		const penalties = totals.map((group) =>
			group.map(() => penalty * (gains[at++] as number)),
		);
		const found = groupAdvantages(rewards, baseline, penalties);
		return { ...found, advantages: found.advantages.flat() };
	}

	/** Held-out demonstrations compared with samples, if rewards are learned and their accuracy is asked for. */
	async #heldOut(round: Round, step: number): Promise<SampledGroup[] | null> {
		if (!this.#rewarder.learnt) return [];
		const demonstrations = this.#demonstrations.heldOut;
		if (demonstrations.length === 0) return [];
		const drawn = await this.#drawPart(
			"held-out",
			demonstrations,
			{ round, step, perPrompt: 1 },
			() => null,
		);
		return drawn && grouped(drawn.samples, demonstrations);
	}
}

/** Sum of now - before over an answer's tokens; 0 if there is nothing to compare with. */
function totalGain(
	now: Float32Array | undefined,
	before: Float32Array | undefined,
): number {
	if (!now || !before) return 0;
	return now.reduce((sum, x, t) => sum + x - (before[t] as number), 0);
}

/** Samples come prompt by prompt, as many of each. */
function grouped<T extends SampleRecord>(
	samples: readonly T[],
	demonstrations: readonly Demonstration[],
): { demonstration: Demonstration; samples: T[] }[] {
	const perPrompt = samples.length / demonstrations.length;
	return demonstrations.map((demonstration, i) => ({
		demonstration,
		samples: samples.slice(i * perPrompt, (i + 1) * perPrompt),
	}));
}
