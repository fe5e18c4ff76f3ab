import type { PlanQuestion, Quantity } from "../plan-question.ts";

export const eur = (low: number, high = low): Quantity => ({
	...{ low, high, unit: "EUR" },
});

export const minutes = (low: number, high = low): Quantity => ({
	...{ low, high, unit: "minutes" },
});

/** 5,000 EUR at 2 EUR for a demonstration and 1 EUR for a pair, with what is given changed. */
export function question(changes: Partial<PlanQuestion> = {}): PlanQuestion {
	return {
		budget: { value: 5000, unit: "EUR" },
		...{ demonstration: eur(2), pair: eur(1), madePair: null, wage: null },
		inHand: { demonstrations: 0, pairs: 0 },
		...{ parameters: null, instruct: false, task: null },
		...{ measured: null, value: null },
		...changes,
	};
}

/** A budget of so many EUR. */
export const spend = (value: number) => ({ budget: { value, unit: "EUR" } });
