import { alone, type Example } from "../../data/example.ts";
import { byRow } from "../../data/pack.ts";
import type { Known } from "../../engine/step.ts";
import type { RoundLength } from "../../recipes/resolve/row-origin.ts";
import type { RunEvent } from "../../runs/events.ts";
import { RoundFolder } from "../../runs/folder/round-folder.ts";
import { keptScores } from "../rounds/kept-scores.ts";
import { type Round, roundOf } from "../rounds/rounds.ts";
import { plannedRows } from "./planned.ts";
import { type StepRows, type StepSource, silence } from "./source.ts";
import type { Stage } from "./stage.ts";

/** Rows of the data files, with the scores of the policy at the start of each round as the reference. */
export class SnapshotSource implements StepSource {
	readonly #stage: Stage;
	readonly #length: RoundLength;
	#round: Round | null = null;
	#known: Known = {};

	constructor(stage: Stage, length: RoundLength) {
		this.#stage = stage;
		this.#length = length;
	}

	roundBegun(step: number): number | null {
		const { number, from } = this.#roundOf(step);
		return from === step ? number : null;
	}

	async *open(step: number): AsyncGenerator<RunEvent> {
		await this.#take(step);
		yield* silence();
	}

	async #take(step: number): Promise<void> {
		const round = this.#roundOf(step);
		if (round.number === this.#round?.number) return;
		const rows = this.#rowsOf(round);
		this.#known = {
			reference: byRow(rows, await this.#scores(round, step, rows)),
		};
		this.#round = round;
	}

	rows(step: number): StepRows {
		const known = { ...this.#known, referenceIsPolicy: this.#isStart(step) };
		return plannedRows(this.#stage.prepared, step, known);
	}

	close = silence;

	async dispose(): Promise<void> {}

	#isStart(step: number): boolean {
		return step === this.#roundOf(step).from;
	}

	#roundOf(step: number): Round {
		return roundOf(step, this.#stage.prepared.steps, this.#length);
	}

	#rowsOf({ from, to }: Round): Example[] {
		const rows = new Set<Example>();
		for (let step = from; step < to; step++) {
			const { microBatches } = plannedRows(this.#stage.prepared, step, {});
			for (const row of microBatches.flat(2)) rows.add(row);
		}
		return [...rows];
	}

	/** In the middle of a round the policy has moved on: its scores at the start are on disk. */
	async #scores(
		round: Round,
		step: number,
		rows: readonly Example[],
	): Promise<Float32Array[]> {
		const { runFolder, learner, sessions } = this.#stage;
		const folder = await RoundFolder.open(
			runFolder.path,
			round.number,
			step === round.from ? await learner.hash() : null,
		);
		return keptScores(folder, "start", alone(rows), sessions, learner.weights);
	}
}
