import type { RunEvent, SamplesEvent, ScoresEvent } from "../../runs/events.ts";
import { correlation } from "../../stats/correlation.ts";
import type { Estimate } from "../../stats/estimate.ts";
import type { TaskScore } from "./round-scorer.ts";

/** A task's score in a round, beside the mean reward of the samples that the same policy drew. */
export interface ScoredRound {
	readonly round: number;
	readonly reward: number;
	readonly score: Estimate;
}

/** What the rounds of a run measured so far. Kept in the log, so that a resumed run knows it too. */
export class RoundHistory {
	readonly #samples: SamplesEvent[] = [];
	readonly #scores: ScoresEvent[] = [];

	push(event: RunEvent): void {
		if (event.kind === "samples") this.#samples.push(event);
		if (event.kind === "scores") this.#scores.push(event);
	}

	get samples(): readonly SamplesEvent[] {
		return this.#samples;
	}

	/** Whether the policy was scored after this step already. */
	scoredAt(step: number): boolean {
		return this.#scores.at(-1)?.step === step;
	}

	/** The tasks that were scored, as they were scored last. */
	get tasks(): readonly TaskScore[] {
		return this.#scores.at(-1)?.tasks ?? [];
	}

	/** Rounds in which a task has a score and samples have rewards. */
	scoredRounds(task: string): readonly ScoredRound[] {
		return this.#scores.flatMap(({ round, tasks }) => {
			const score = tasks.find((one) => one.task === task)?.value;
			const reward = this.#samples.find((one) => one.round === round)?.rewards
				.total;
			if (round === null || !score || reward === undefined) return [];
			return [{ round, reward, score }];
		});
	}

	/**
	 * Correlation over rounds of mean reward with a task's score, in the direction in which the task is better; with the
	 * score of the round in hand, which is not in the log yet. Null before three rounds.
	 */
	correlation(score: TaskScore, round: number | null): number | null {
		const reward = this.#samples.find((one) => one.round === round)?.rewards
			.total;
		const known = this.scoredRounds(score.task);
		const rounds =
			round === null || reward === undefined || score.value === null
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
