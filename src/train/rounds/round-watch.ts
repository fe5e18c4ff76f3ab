import { TemperError } from "../../core/error.ts";
import type { WatchRecipe } from "../../recipes/schemas/watch-schema.ts";
import type { RunEvent, ScoresEvent } from "../../runs/events.ts";
import type { Stage } from "../sources/stage.ts";
import { costOf } from "../watch/clock.ts";
import { RoundAlarm } from "./round-alarm.ts";
import { RoundHistory } from "./round-history.ts";
import type { OpenRoundScorer, RoundScorer } from "./round-scorer.ts";

/** Scores the policy in the tasks that a recipe watches, round by round, and raises alarms about its rounds. */
export class RoundWatch {
	readonly #watch: WatchRecipe;
	readonly #scorer: RoundScorer | null;
	readonly #history = new RoundHistory();
	readonly #alarm = new RoundAlarm();

	private constructor(watch: WatchRecipe, scorer: RoundScorer | null) {
		this.#watch = watch;
		this.#scorer = scorer;
	}

	/** Throws what opening the tasks throws, and `recipe` if a recipe names tasks and nothing can score them. */
	static async open(
		stage: Stage,
		openScorer: OpenRoundScorer | undefined,
	): Promise<RoundWatch> {
		const { watch } = stage.prepared.recipe;
		if (watch.tasks.length === 0) return new RoundWatch(watch, null);
		if (openScorer) return new RoundWatch(watch, await openScorer(stage));
		throw new TemperError("recipe", {
			where: "watch.tasks",
			expected: "a training loop that is given openScorer, to score tasks",
			found: "none",
			hint: "Pass { openScorer: openRoundScorer } to train, or call runRecipe.",
		});
	}

	/** Takes in what a source yields, and what the log of a resumed run holds. */
	remember(event: RunEvent): void {
		this.#history.push(event);
		if (event.kind === "alarm") this.#alarm.remember(event);
	}

	/** Before the first step of a round, once its samples are drawn: scores if they are due, then alarms. */
	async *beginRound(round: number, step: number): AsyncGenerator<RunEvent> {
		if ((round - 1) % this.#watch.every === 0) yield* this.#score(round, step);
		yield* this.#alarm.check(this.#history, step);
	}

	/** Scores of the policy that the run ends with, unless it has them already. False if the signal aborted first. */
	async *finish(step: number): AsyncGenerator<RunEvent, boolean> {
		if (this.#history.scoredAt(step)) return true;
		return yield* this.#score(null, step);
	}

	async dispose(): Promise<void> {
		await this.#scorer?.dispose();
	}

	async *#score(
		round: number | null,
		step: number,
	): AsyncGenerator<ScoresEvent, boolean> {
		if (this.#scorer === null) return true;
		const began = performance.now();
		const scores = await this.#scorer.score();
		if (scores === null) return false;
		const event: ScoresEvent = {
			...{ kind: "scores", step, round },
			tasks: scores.map((score) => ({
				...score,
				correlation: this.#history.correlation(score, round),
			})),
			cost: costOf((performance.now() - began) / 1000),
		};
		this.#history.push(event);
		yield event;
		return true;
	}
}
