import type {
	ChangeSlice,
	Diagnosis,
	TaskDiagnosis,
	TunedDiagnosis,
} from "../../../diagnose/change/diagnosis.ts";
import type { Contrast } from "../../../diagnose/contrast.ts";
import type { StyleDiagnosis } from "../../../diagnose/style/style-result.ts";
import type { Estimate } from "../../../stats/estimate.ts";

export const estimate = (value: number, half: number): Estimate => ({
	...{ value, low: value - half, high: value + half },
});

/** A share with an interval that stays between 0 and 1. */
export const share = (value: number, half: number): Estimate => ({
	value,
	low: Math.max(0, value - half),
	high: Math.min(1, value + half),
});

export const contrast = (
	questions: number,
	base: number,
	tuned: number,
): Contrast => ({
	questions,
	base: share(base, 0.05),
	tuned: share(tuned, 0.045),
	difference: estimate(tuned - base, 0.038),
});

const inputs = [
	{ path: "models/lab-small", bytes: 1_204_736, sha256: "5f".repeat(32) },
];

export const base: Diagnosis["base"] = {
	...{ name: "lab-small", model: "models/lab-small", adapter: null, inputs },
};

const changes: NonNullable<TaskDiagnosis["changes"]> = {
	learned: share(0.06, 0.021),
	"drawn-out": share(0.243, 0.039),
	restyled: share(0.031, 0.016),
	damaged: share(0.018, 0.012),
	unchanged: share(0.648, 0.044),
};

const heldOut: TaskDiagnosis = {
	...{ name: "capitals", role: "held-out", scorer: "choice", questions: 240 },
	excluded: [
		{
			reason: "No order of the options could be asked in the context.",
			questions: 3,
		},
	],
	baseFewShot: share(0.71, 0.055),
	score: contrast(240, 0.462, 0.708),
	byKnowledge: {
		known: contrast(132, 0.69, 0.955),
		unsure: contrast(58, 0.26, 0.5),
		unknown: contrast(50, 0.1, 0.28),
	},
	flips: { rightRight: 106, rightWrong: 5, wrongRight: 64, wrongWrong: 65 },
	changes,
	rankCorrelation: estimate(0.83, 0.02),
	rankCorrelationAsAsked: estimate(0.86, 0.018),
	optionKl: estimate(0.121, 0.018),
	entropy: {
		questions: 240,
		base: estimate(0.91, 0.06),
		tuned: estimate(0.52, 0.05),
		difference: estimate(-0.39, 0.044),
	},
	consistency: contrast(240, 0.71, 0.843),
};

const outOfDomain: TaskDiagnosis = {
	...heldOut,
	...{ name: "elements", role: "out-of-domain", questions: 120 },
	...{ excluded: [], baseFewShot: null },
	score: contrast(120, 0.402, 0.394),
	byKnowledge: { unknown: contrast(120, 0.402, 0.394) },
	flips: { rightRight: 44, rightWrong: 4, wrongRight: 3, wrongWrong: 69 },
	changes: {
		learned: share(0.008, 0.008),
		"drawn-out": share(0.017, 0.016),
		restyled: share(0, 0.01),
		damaged: share(0.033, 0.022),
		unchanged: share(0.942, 0.04),
	},
	rankCorrelation: estimate(0.94, 0.014),
	rankCorrelationAsAsked: null,
	optionKl: estimate(0.0312, 0.007),
	entropy: null,
	consistency: null,
};

const written: TaskDiagnosis = {
	...outOfDomain,
	...{ name: "capitals, written", role: "in-domain", scorer: "exact" },
	score: contrast(120, 0.21, 0.55),
	...{ rankCorrelation: null, optionKl: null },
	consistency: contrast(120, 0.48, 0.62),
};

export const style: StyleDiagnosis = {
	...{ answers: 200, tokens: 4812 },
	unshifted: share(0.781, 0.018),
	marginal: share(0.142, 0.012),
	shifted: share(0.077, 0.011),
	styleShare: share(0.72, 0.05),
	rule: "A token is style if it is punctuation, white space, a connective or a word of politeness; all others are substance.",
	alongAnswer: [0.41, 0.22, 0.16, 0.14, 0.12].map((one) => share(one, 0.04)),
	moved: [
		{ text: " The", times: 88, rank: 3.4, style: true },
		{ text: ".\n", times: 71, rank: 6.2, style: true },
		{ text: "Sure", times: 40, rank: 118, style: true },
		{ text: " Lima", times: 6, rank: 2.5, style: false },
	],
	places: [
		{
			...{ id: "capitals.jsonl:4", position: 0, text: "Sure" },
			...{ base: "The", rank: 140, style: true },
		},
		{
			...{ id: "capitals.jsonl:9", position: 7, text: " Lima" },
			...{ base: " Quito", rank: 2, style: false },
		},
	],
	scores: [
		{
			task: "capitals, written",
			asWritten: contrast(120, 0.21, 0.55),
			stripped: contrast(120, 0.54, 0.56),
			onlyForm: true,
		},
	],
};

const slices: ChangeSlice[] = [
	...(["Africa", "Asia", "Europe"] as const).map((value, at) => ({
		...{ task: "capitals", column: "region", value },
		score: contrast(80, 0.4 + at * 0.05, 0.6 + at * 0.08),
		p: [0.012, 0.61, null][at]!,
	})),
	{
		...{ task: "capitals", column: "rarity", value: "rare" },
		score: contrast(60, 0.2, 0.21),
		p: 0.0004,
	},
];

export const tuned: TunedDiagnosis = {
	subject: {
		...base,
		...{ name: "sft-2e-4", adapter: "runs/sft-2e-4/adapter" },
	},
	tasks: [heldOut, written, outOfDomain],
	shares: changes,
	cause: "drawn-out",
	evidence: { "drawn out": 0.243, learned: 0.06, damaged: 0.018 },
	next: ["few-examples-suffice", "ship"],
	kl: estimate(0.064, 0.006),
	style,
	leakage: {
		prompts: 80,
		answers: contrast(80, 0.013, 0.162),
		phrases: [
			{
				text: "as everybody in the village knows",
				rows: 31,
				base: 0,
				tuned: 9,
			},
			{ text: "the capital of", rows: 240, base: 1, tuned: 4 },
		],
		rule: "A phrase is a sequence of four words that at least three training answers hold.",
	},
	slices,
};

/** A diagnosis of one tuned model, in which everything was measured. */
export const sampleDiagnosis = (): Diagnosis => ({
	version: 1,
	created: "2026-11-30T06:10:00.000Z",
	temper: "0.1.0",
	base,
	tuned: [tuned],
	partialCorrelation: null,
	notes: [
		"The base was asked with 5 examples in the prompt, the tuned model without.",
	],
	seconds: 412,
});
