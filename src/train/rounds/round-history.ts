import type {
	RoundEvent,
	RunEvent,
	SamplesEvent,
	ScoresEvent,
} from "../../runs/events.ts";
import { correlation } from "../../stats/correlation.ts";
import type { Estimate } from "../../stats/estimate.ts";
import type { TaskScore } from "./round-scorer.ts";

/** A task's score in a round, with the reward of the same policy. */
export interface ScoredRound {
	readonly round: number;
	/** `RoundHistory.reward` */
	readonly reward: number;
	readonly score: Estimate;
}

/** What the rounds of a run measured so far. Kept in the log, so that a resumed run knows it too. */
export class RoundHistory {
	readonly #samples: SamplesEvent[] = [];
	readonly #scores: ScoresEvent[] = [];
	readonly #rounds: RoundEvent[] = [];

	push(event: RunEvent): void {
		if (event.kind === "round") this.#rounds.push(event);
		if (event.kind === "samples") this.#samples.push(event);
		if (event.kind === "scores") this.#scores.push(event);
	}

	get samples(): readonly SamplesEvent[] {
		return this.#samples;
	}

	/** Whether rewards are implicit: the policy itself says them, and no function or model. */
	get implicit(): boolean {
		return this.#rounds.some(({ heldOutAccuracy }) => heldOutAccuracy !== null);
	}

	/**
	 * The mean reward of the samples that the policy draws for a round. If rewards are implicit, what held-out
	 * demonstrations have gained until the round begins, beta times nats: the sum of their rewards in the rounds before,
	 * each of which is relative to the round's start. Null if there is neither.
	 */
	reward(round: number): number | null {
		const drawn = this.#samples.find((one) => one.round === round);
		if (drawn?.rewards.total !== undefined) return drawn.rewards.total;
		const before = this.#rounds.filter(
			(one) => one.round < round && one.heldOutAccuracy !== null,
		);
		if (!drawn || before.length < round - 1) return null;
		return before.reduce((sum, { rewards }) => sum + (rewards?.demo ?? 0), 0);
	}

	/** Whether the policy was scored after this step already. */
	scoredAt(step: number): boolean {
		return this.#scores.at(-1)?.step === step;
	}

	/** The tasks that were scored, as they were scored last. */
	get tasks(): readonly TaskScore[] {
		return this.#scores.at(-1)?.tasks ?? [];
	}

	/** Rounds in which a task has a score and the policy a reward. */
	scoredRounds(task: string): readonly ScoredRound[] {
		return this.#scores.flatMap(({ round, tasks }) => {
			const score = tasks.find((one) => one.task === task)?.value;
			const reward = round === null ? null : this.reward(round);
			if (round === null || !score || reward === null) return [];
			return [{ round, reward, score }];
		});
	}

	/**
	 * Correlation over rounds of the reward with a task's score, in the direction in which the task is better; with the
	 * score of the round in hand, which is not in the log yet. Null before three rounds.
	 */
	correlation(score: TaskScore, round: number | null): number | null {
		const reward = round === null ? null : this.reward(round);
		const known = this.scoredRounds(score.task);
		const rounds =
			round === null || reward === null || score.value === null
				? known
				: [...known, { round, reward, score: score.value }];
		if (rounds.length < 3) return null;
		const sign = score.better === "higher" ? 1 : -1;
		return correlation(
			rounds.map((one) => one.reward),
			rounds.map((one) => sign * one.score.value),
		);
	}
}
