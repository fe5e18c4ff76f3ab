import type { AlarmEvent, StepEvent } from "../../runs/events.ts";

/** Steps that are compared with as many before them. */
const window = 10;

/** Fall of the chosen log-probability that is more than noise, nats per token. */
const fall = 0.01;

/**
 * Watches for likelihood displacement (arXiv 2410.08847): the chosen answers become less likely while the margin over the
 * rejected ones grows. Speaks once, and again only after the chosen answers have recovered.
 */
export class DisplacementAlarm {
	readonly #chosen: number[] = [];
	readonly #margins: number[] = [];
	#raised = false;

	/** Takes in a step; the alarm that it raises, or null. */
	push({ step, pairs }: StepEvent): AlarmEvent | null {
		const chosen = pairs?.chosenDelta ?? pairs?.chosenLogProb ?? null;
		if (pairs === null || chosen === null) return null;
		this.#chosen.push(chosen);
		this.#margins.push(pairs.margin);
		const fell = -growth(this.#chosen);
		const grew = growth(this.#margins);
		if (fell < fall) {
			if (fell < 0) this.#raised = false;
			return null;
		}
		if (grew <= 0 || this.#raised) return null;
		this.#raised = true;
		return {
			kind: "alarm",
			step,
			alarm: "likelihood-displacement",
			text: `The chosen answers have become less likely (by ${fell.toFixed(3)} nats per token over ${window} steps) while the margin grew by ${grew.toFixed(3)}: the model is learning what not to say instead of what to say. Remedies: an SFT term (objective.sft=1), a smaller learning rate, or, on pairs of your own, the objective minor-dpo.`,
		};
	}
}

/** Mean of the last steps less the mean of those before them; 0 until there are enough. */
function growth(values: readonly number[]): number {
	if (values.length < 2 * window) return 0;
	const average = (from: number, to?: number) =>
		values.slice(from, to).reduce((sum, value) => sum + value, 0) / window;
	return average(-window) - average(-2 * window, -window);
}
