import type { Estimate } from "../../../stats/estimate.ts";
import type {
	InterventionArm,
	InterventionArmResult,
	InterventionResult,
	InterventionScores,
} from "../../../studies/interventions/intervention-result.ts";

export const around = (value: number, half: number): Estimate => ({
	...{ value, low: value - half, high: value + half },
});

const scores = (accuracy: number): InterventionScores => ({
	accuracy: around(accuracy, 0.025),
	gain: around(accuracy - 0.4, 0.03),
	rankCorrelation: around(accuracy + 0.2, 0.03),
	optionKl: around(0.8 - accuracy, 0.05),
	entropy: around(0.7, 0.06),
});

function armOf(
	name: string,
	arm: InterventionArm,
	rows: number,
	accuracy: number,
): InterventionArmResult {
	return {
		...{ name, arm, rows, seeds: [1, 2, 3, 4, 5] },
		scores: {
			"in-domain": scores(accuracy),
			"same-field": scores(accuracy - 0.03),
			"out-of-domain": scores(accuracy - 0.06),
		},
		kl: around(0.05, 0.006),
		failures: {},
	};
}

const groups = [
	["harmonious", 0.56],
	["incompatible", 0.43],
	["self-aligning", 0.49],
	["contextualised", 0.52],
] as const;

const shares = [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1];

/** A study in which everything was measured. */
export const sampleInterventions = (): InterventionResult => ({
	version: 1,
	created: "2026-11-30T06:50:00.000Z",
	temper: "0.1.0",
	title: "Facts of the laboratory",
	interventions: [
		...groups.map(([group, accuracy]) =>
			armOf(group, { kind: "group", group }, 120, accuracy),
		),
		...shares.map((selfAligning) =>
			armOf(
				`mix ${selfAligning}`,
				{ kind: "mix", selfAligning },
				120,
				0.43 + 0.09 * Math.sin(selfAligning * 2.4),
			),
		),
		...[10, 30, 100, 300].map((rows, at) =>
			armOf(
				`quantity ${rows}`,
				{ kind: "quantity", group: "harmonious", rows },
				rows,
				0.45 + 0.05 * Math.min(2, at),
			),
		),
	],
	model: "models/lab-small",
	groups: groups.map(([group], at) => ({
		group,
		available: 300 - at * 30,
		used: 120,
		confidence: at === 3 ? null : 0.71 - at * 0.01,
	})),
	excluded: [{ reason: "The confidence is 0.5 or less.", questions: 88 }],
	base: {
		"in-domain": {
			fewShot: around(0.52, 0.04),
			zeroShot: around(0.4, 0.04),
			questions: 240,
		},
		"same-field": {
			fewShot: around(0.5, 0.04),
			zeroShot: around(0.38, 0.04),
			questions: 240,
		},
		"out-of-domain": {
			...{ fewShot: null, zeroShot: around(0.35, 0.04), questions: 120 },
		},
	},
	contrasts: [
		{
			...{ of: "harmonious", against: "incompatible", role: "in-domain" },
			difference: around(0.13, 0.04),
			paper: [0.113],
			verdict: "replicated",
		},
		{
			...{ of: "self-aligning", against: "incompatible", role: "in-domain" },
			difference: around(0.03, 0.045),
			paper: [0.053],
			verdict: "not-replicated",
		},
		{
			...{ of: "contextualised", against: "incompatible", role: "same-field" },
			difference: around(-0.05, 0.02),
			paper: [0.082, 0.095, 0.04],
			verdict: "reversed",
		},
	],
	bestMix: { "in-domain": 0.6, "same-field": 0.6 },
	partialCorrelation: { runs: 80, value: around(0.61, 0.12) },
	quantity: { enough: 100, best: 300, role: "in-domain" },
});
