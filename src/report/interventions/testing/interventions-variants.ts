import type { InterventionResult } from "../../../studies/interventions/intervention-result.ts";
import { sampleInterventions } from "./sample-interventions.ts";

/** Runs failed, and some roles and scores are missing. */
export function brokenInterventions(): InterventionResult {
	const sample = sampleInterventions();
	const [first, second, ...others] = sample.interventions;
	const none = {
		...{ accuracy: null, gain: null, rankCorrelation: null },
		...{ optionKl: null, entropy: null },
	};
	return {
		...sample,
		interventions: [
			{ ...first!, scores: { "in-domain": none }, kl: null },
			{ ...second!, seeds: [1, 2], failures: { 2: "Loss is not a number." } },
			...others.filter(({ arm }) => arm.kind === "group"),
		],
		contrasts: sample.contrasts.map((one) => ({ ...one, paper: null })),
		...{ bestMix: {}, partialCorrelation: null, excluded: [] },
		quantity: { enough: 300, best: 300, role: "in-domain" },
	};
}

/** Nothing was trained yet. */
export function emptyInterventions(): InterventionResult {
	return {
		...sampleInterventions(),
		...{ interventions: [], groups: [], excluded: [], base: {} },
		...{ contrasts: [], bestMix: {}, partialCorrelation: null, quantity: null },
	};
}

export const hostile = {
	markup: "<img src=x onerror=alert(1)>",
	attribute: '" onmouseover="alert(1)',
} as const;

/** Texts that would disturb a page. */
export function hostileInterventions(): InterventionResult {
	const sample = sampleInterventions();
	const [first, ...others] = sample.interventions;
	return {
		...sample,
		...{ title: hostile.markup, model: hostile.attribute },
		interventions: [{ ...first!, failures: { 1: hostile.markup } }, ...others],
		excluded: [{ reason: hostile.attribute, questions: 1 }],
	};
}

export const everyInterventions: Readonly<
	Record<string, () => InterventionResult>
> = {
	sample: sampleInterventions,
	broken: brokenInterventions,
	empty: emptyInterventions,
	hostile: hostileInterventions,
};
