import {
	type Knowledge,
	knowledges,
	type ProbeItem,
	type ProbeMethod,
	type ProbeMethodSummary,
	type ProbeReason,
	type ProbeResult,
} from "../../../diagnose/probe/probe-result.ts";
import type { Estimate } from "../../../stats/estimate.ts";

export const share = (value: number, half: number): Estimate => ({
	...{ value, low: Math.max(0, value - half), high: Math.min(1, value + half) },
});

const regions = ["Africa", "Asia", "Europe"];
const reasons: Record<Knowledge, readonly ProbeReason[]> = {
	known: ["confident-right"],
	unsure: ["between-levels", "inconsistent", "methods-differ"],
	unknown: ["at-chance"],
};

export function sampleItem(at: number): ProbeItem {
	const knowledge = knowledges[at % 3]!;
	const isWrong = at % 7 === 2;
	const goldProbability = { known: 0.93, unsure: 0.55, unknown: 0.24 }[
		knowledge
	];
	return {
		id: `questions.jsonl:${at + 1}`,
		question: `What is the capital of country ${at + 1}?`,
		options: ["Lima", "Quito", "La Paz", "Bogota"],
		gold: at % 4,
		columns: { region: regions[at % 3]! },
		knowledge: isWrong ? "unknown" : knowledge,
		reasons: isWrong ? ["confident-wrong"] : reasons[knowledge],
		chosen: knowledge === "known" && !isWrong ? at % 4 : (at + 1) % 4,
		confidence: isWrong ? 0.88 : goldProbability + 0.02,
		goldProbability: isWrong ? 0.06 : goldProbability,
		methods: {},
	};
}

function method(
	name: ProbeMethod,
	accuracy: number,
	listed: boolean,
): ProbeMethodSummary {
	const bins = [0.1, 0.3, 0.5, 0.7, 0.9].map((confidence, at) => ({
		...{ from: confidence - 0.1, to: confidence + 0.1, items: at * 20 },
		confidence: at === 0 ? null : confidence,
		accuracy:
			at === 0 ? null : share(confidence - 0.06 + at * 0.02, 0.2 - at * 0.03),
	}));
	return {
		...{ method: name, accuracy: share(accuracy, 0.055), chance: 0.25 },
		temperature: 1.37,
		calibrationError: share(0.041, 0.02),
		uncalibratedError: share(0.112, 0.03),
		bins,
		positions: listed
			? [0.41, 0.24, 0.19, 0.16].map((one) => share(one, 0.05))
			: null,
		inconsistent: listed ? share(0.22, 0.05) : null,
	};
}

/** A probe of questions in which everything was measured. */
export const sampleProbe = (): ProbeResult => ({
	version: 1,
	created: "2026-11-30T06:40:00.000Z",
	temper: "0.1.0",
	subject: {
		...{ name: "lab-small", model: "models/lab-small", adapter: null },
		inputs: [
			{ path: "models/lab-small", bytes: 1_204_736, sha256: "5f".repeat(32) },
		],
	},
	inputs: [{ path: "questions.jsonl", bytes: 40_210, sha256: "a7".repeat(32) }],
	settings: {
		...{ method: "tokens", shots: 5, orders: 4, seed: 3 },
		...{ knownFrom: 0.6, unknownTo: 0.2, distractors: null },
	},
	items: Array.from({ length: 240 }, (_, at) => sampleItem(at)),
	excluded: [
		{
			...{ id: "questions.jsonl:241", kind: "duplicate-options" },
			reason: "The options 1 and 3 are the same.",
		},
		{
			...{ id: "questions.jsonl:242", kind: "no-answer" },
			reason: "The row has no answer.",
		},
		{
			...{ id: "questions.jsonl:250", kind: "no-answer" },
			reason: "The row has no answer.",
		},
	],
	methods: [
		method("letter", 0.31, true),
		method("raw", 0.52, false),
		method("tokens", 0.58, false),
		method("unconditional", 0.55, false),
	],
	shares: {
		known: share(0.333, 0.06),
		unsure: share(0.31, 0.058),
		unknown: share(0.357, 0.06),
	},
	falseKnown: share(0.046, 0.03),
	slices: regions.map((value, at) => ({
		...{ column: "region", value, items: 80 },
		known: share(0.2 + at * 0.15, 0.1),
		unsure: share(0.3, 0.1),
		unknown: share(0.5 - at * 0.15, 0.1),
		accuracy: share(0.45 + at * 0.1, 0.1),
	})),
	prediction: {
		zeroShot: share(0.46, 0.06),
		drawOut: share(0.118, 0.04),
		teach: share(0.064, 0.03),
		gain: share(0.182, 0.05),
		risk: share(0.142, 0.045),
		retained: {
			value: 0.18,
			from: "20 tunings of the laboratory's model.",
		},
	},
	advice: [
		{ kind: "draw-out", rows: 30, items: 28 },
		{ kind: "put-into-prompt", items: 86 },
		{ kind: "teach", items: 86, rows: 860 },
	],
	demonstrations: null,
	notes: ["The letters A to D are one token each."],
	seconds: 75,
});
