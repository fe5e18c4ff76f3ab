import type { Learner, Weights } from "../../engine/engine.ts";
import type { Hold } from "../../engine/step.ts";
import type { Objective, StrengthRange } from "../../objectives/objective.ts";
import { type Schedule, scheduleFactor } from "../../optim/schedule.ts";
import type { Json, LeashEvent, NoteEvent } from "../../runs/events.ts";
import type { Evaluator } from "../measure/evaluator.ts";
import type { Prepared } from "../prepare/prepare.ts";
import {
	type ControlState,
	isExhausted,
	nextControl,
	startControl,
	strengthOf,
} from "./control.ts";
import { drawBack } from "./draw-back.ts";
import { heldAt } from "./held-states.ts";
import { leashEndNote } from "./leash-end-note.ts";
import type { LeashPlan } from "./leash-plan.ts";

/** The weight of a penalty's KL, nats per token, relative to the objective's own mean. */
const penaltyRange: StrengthRange = { start: 1, least: 1e-3, most: 1e4 };

/** What a leash turns. */
interface Lever {
	/** As the recipe calls it. */
	readonly name: string;
	readonly range: StrengthRange;
}

function leverOf(
	{ how }: Pick<LeashPlan, "how">,
	{ steers }: Pick<Objective, "steers">,
): Lever | null {
	switch (how) {
		case "steer":
			return steers && { name: steers.option, range: steers };
		case "penalty":
			return { name: "penalty", range: penaltyRange };
		case "stop":
			return null;
		default:
			return how satisfies never;
	}
}

interface LeashState {
	/** Null if nothing can be steered. */
	readonly control: ControlState | null;
	/** The run ended before its last step. */
	readonly stopped: boolean;
}

/** Keeps a policy near its base: measures it, turns what can be turned, and sees to it that the end lies inside. */
export class Leash {
	readonly #prepared: Prepared;
	readonly #plan: LeashPlan;
	readonly #evaluator: Evaluator;
	readonly #lever: Lever | null;
	#state: LeashState;

	constructor(prepared: Prepared, plan: LeashPlan, evaluator: Evaluator) {
		this.#prepared = prepared;
		this.#plan = plan;
		this.#evaluator = evaluator;
		this.#lever = leverOf(plan, prepared.objective);
		this.#state = {
			control: this.#lever && startControl(this.#lever.range),
			stopped: false,
		};
	}

	/** Whether the bound broke and nothing could be done about it: no step follows. */
	get stopped(): boolean {
		return this.#state.stopped;
	}

	/** What the objective's steered option is at the moment; null if it steers none. */
	get option(): number | null {
		return this.#plan.how === "steer" ? this.#strength : null;
	}

	/** The rows that step k, from 0, holds; null without a penalty. */
	holdAt(step: number): Hold | null {
		if (this.#plan.how !== "penalty" || this.#strength === null) return null;
		const { seed, batch } = this.#prepared.recipe;
		const perStep = this.#plan.heldPerStep;
		const order = { seed, perStep, tokens: batch.tokens };
		return {
			held: heldAt(this.#evaluator.held, step, order),
			strength: this.#strength,
		};
	}

	/** Measures if a measurement is due, and draws the policy back if it is outside at the end. `step`: those done. */
	async *afterStep(
		step: number,
		learner: Learner,
	): AsyncGenerator<LeashEvent | NoteEvent> {
		const { steps, recipe } = this.#prepared;
		const { every, bound } = this.#plan;
		if (step % every !== 0 && step !== steps) return;
		const value = await this.#measure(learner.weights);
		const past = pastAt(recipe.schedule, step, steps);
		const outside = value.value > bound.most;
		const control = this.#steered(value.value, past);
		const helpless = control === null ? outside : isExhausted(control);
		const stopped = helpless && step < steps;
		this.#state = { control, stopped };
		const event = (measured: LeashEvent["value"]): LeashEvent => ({
			kind: "leash",
			step,
			measure: bound.measure,
			value: measured,
			bound: bound.most,
			strength: this.#lever && {
				name: this.#lever.name,
				value: this.#strength as number,
			},
			outcome: null,
		});
		const ends = stopped || step === steps;
		if (!ends || outside) yield event(value);
		if (!ends) return;
		const drawn = outside ? await this.#drawBack(learner, value) : null;
		const last = {
			...event(drawn?.measure ?? value),
			outcome: {
				held: !outside || drawn !== null,
				stopped,
				drawnBack: drawn?.share ?? null,
				atLimit: control !== null && this.#isAtLimit(strengthOf(control)),
			},
		};
		yield last;
		const text = leashEndNote(last);
		if (text !== null) yield { kind: "note", step, text };
	}

	#isAtLimit(strength: number): boolean {
		const most = this.#lever?.range.most ?? Number.POSITIVE_INFINITY;
		return strength >= most * (1 - 1e-9);
	}

	/** Once, for what it takes. */
	async measure(weights: Weights): Promise<void> {
		await this.#measure(weights);
	}

	get state(): Json {
		return this.#state as unknown as Json;
	}

	restore(state: Json): void {
		this.#state = state as unknown as LeashState;
	}

	get #strength(): number | null {
		const { control } = this.#state;
		return control && strengthOf(control);
	}

	#steered(value: number, past: number): ControlState | null {
		const { control } = this.#state;
		if (control === null || this.#lever === null) return null;
		const { most } = this.#plan.bound;
		return nextControl(control, { value, past }, most, this.#lever.range);
	}

	async #measure(weights: Weights) {
		const deviation = await this.#evaluator.deviation(weights);
		return deviation[this.#plan.bound.measure];
	}

	/** Moves the policy along the straight way to its base. */
	async #drawBack(learner: Learner, end: LeashEvent["value"]) {
		const way = await learner.drawBack();
		const found = await drawBack(
			async (share) => {
				await way.place(share);
				return this.#measure(learner.weights);
			},
			end,
			this.#plan.bound.most,
		);
		await way.place(found?.share ?? 1);
		return found;
	}
}

/** The share of what the learning rate will move over a run that it has moved after `step` steps. */
function pastAt(schedule: Schedule, step: number, steps: number): number {
	let [past, whole] = [0, 0];
	for (let k = 0; k < steps; k++) {
		const factor = scheduleFactor(schedule, k, steps);
		whole += factor;
		if (k < step) past += factor;
	}
	return past / whole;
}
