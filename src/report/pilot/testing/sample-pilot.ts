import type {
	Axis,
	PilotResult,
	SideBySide,
	Verdict,
} from "../../../studies/pilot/pilot-result.ts";
import { type Outline, sampleArm } from "./sample-arms.ts";

type Decided = Verdict["conditions"][number];

const accuracy = { unit: "accuracy", better: "higher" } as const;
const nats = { unit: "nats per token", better: "lower" } as const;

const axes: readonly Axis[] = [
	{
		name: "sums",
		role: "target",
		...accuracy,
		chance: 0,
		noise: 0.012,
		questions: 200,
	},
	{
		name: "sums, reworded",
		role: "wording",
		...accuracy,
		chance: 0,
		noise: 0.014,
		questions: 180,
	},
	{
		name: "capitals",
		role: "retention",
		...accuracy,
		chance: 0.25,
		noise: 0.015,
		questions: 240,
	},
	{
		name: "valid JSON",
		role: "retention",
		unit: "share",
		better: "higher",
		chance: null,
		noise: 0.01,
		questions: 90,
	},
	{
		name: "general NLL",
		role: "retention",
		...nats,
		chance: null,
		noise: 0.006,
		questions: 41,
	},
	{
		name: "general KL",
		role: "deviation",
		...nats,
		chance: null,
		noise: 0.0004,
		questions: null,
	},
	{
		name: "task KL",
		role: "deviation",
		...nats,
		chance: null,
		noise: 0.0011,
		questions: null,
	},
];

const base = [0.312, 0.286, 0.684, 0.917, 2.846, 0, 0];

const outlines: readonly Outline[] = [
	{
		name: "SFT",
		options: "sft",
		learningRate: 2e-4,
		onFront: true,
		means: [0.447, 0.371, 0.601, 0.842, 2.968, 0.1271, 0.472],
		finalNll: 1.122,
		seconds: 878,
	},
	{
		name: "MinorSFT 0.05",
		options: "minor-sft, beta 0.05",
		learningRate: 2e-4,
		onFront: true,
		means: [0.438, 0.382, 0.676, 0.911, 2.861, 0.0412, 0.227],
		finalNll: 1.151,
		seconds: 913,
	},
	{
		name: "MinorSFT 0.5",
		options: "minor-sft, beta 0.5",
		learningRate: 4e-4,
		onFront: true,
		means: [0.365, 0.334, 0.688, 0.921, 2.849, 0.0153, 0.081],
		finalNll: 1.297,
		seconds: 921,
		ends: { 2: "stopped" },
	},
	{
		name: "DFT",
		options: "dft",
		learningRate: 1e-4,
		onFront: false,
		means: [0.352, 0.301, 0.612, 0.764, 2.991, 0.1087, 0.661],
		finalNll: 1.431,
		seconds: 691,
		ends: { 1: "failed" },
	},
	{
		name: "Leash 0.05",
		options: "minor-sft, leash kl 0.05",
		leash: 0.05,
		learningRate: 2e-4,
		onFront: true,
		means: [0.443, 0.379, 0.668, 0.908, 2.868, 0.0487, 0.249],
		finalNll: 1.139,
		seconds: 936,
	},
];

const samples: readonly SideBySide[] = [
	{
		task: "sums",
		prompt:
			"A farmer has 17 goats. All but 9 run away, then 4 come back.\nHow many goats has the farmer now?",
		expected: "13",
		answers: [
			{
				by: "base",
				text: "The farmer has 17 - 9 = 8 goats, and 8 + 4 = 12.",
				score: 0,
			},
			{ by: "SFT", text: "9 stay. 9 + 4 = 13.\nThe answer is 13.", score: 1 },
			{
				by: "MinorSFT 0.05",
				text: "All but 9 ran away, so 9 are left. 4 come back: 9 + 4 = 13.\nThe answer is 13.",
				score: 1,
			},
			{
				by: "MinorSFT 0.5",
				text: "17 - 9 = 8 ran away. 4 come back, so 17 - 8 + 4 = 13. The answer is 13.",
				score: 1,
			},
			{
				by: "DFT",
				text: "17 - 9 = 8. 8 + 4 = 12. The answer is 12.",
				score: 0,
			},
			{
				by: "Leash 0.05",
				text: "9 goats stay, 4 come back: 13.\nThe answer is 13.",
				score: 1,
			},
		],
	},
	{
		task: "capitals",
		prompt:
			"Which of these is the capital of Australia? A) Sydney B) Canberra C) Perth D) Melbourne",
		expected: "B",
		answers: [
			{ by: "base", text: "B) Canberra", score: 1 },
			{ by: "SFT", text: "The answer is A.", score: 0 },
			{ by: "MinorSFT 0.05", text: "B) Canberra", score: 1 },
			{ by: "MinorSFT 0.5", text: "B) Canberra", score: 1 },
			{ by: "DFT", text: "", score: 0 },
			{ by: "Leash 0.05", text: "B", score: 1 },
		],
	},
	{
		task: "general",
		prompt: "Explain to a child why the sky is blue.",
		expected: null,
		answers: [
			{
				by: "base",
				text: "Light from the sun looks white, but it is made of many colours. "
					.repeat(14)
					.trim(),
				score: null,
			},
			{
				by: "SFT",
				text: "The sky is blue because 1 + 1 = 2. The answer is 2.",
				score: null,
			},
			{
				by: "MinorSFT 0.05",
				text: "Sunlight is a mixture of colours. The air scatters blue the most, so blue light comes to you from everywhere in the sky.",
				score: null,
			},
		],
	},
];

const recipe = `extends: minor-sft
model: SmolLM2-135M-Instruct
data:
  train: sums.jsonl
objective: { kind: minor-sft, beta: 0.05 }
optimizer: { learningRate: 2e-4 }
length: { epochs: 1 }
seed: 0
`;

/** An invented pilot of five arms, three seeds and seven axes, with one run that failed and one that was stopped. */
export function samplePilot(): PilotResult {
	const change = (arm: number, axis: number) =>
		arms[arm]?.gains[axes[axis]!.name] ?? null;
	const arms = outlines.map((outline) => sampleArm(axes, base, outline));
	return {
		version: 1,
		title: "Sums for SmolLM2",
		created: "2026-11-22T14:03:20Z",
		model: {
			name: "HuggingFaceTB/SmolLM2-135M-Instruct",
			hash: "5af571cbf074e6d21a03528d2330792e532ca608f24ac70a143f6b369968ab8c",
		},
		data: [
			{
				name: "sums.jsonl",
				hash: "b7d2a2b8c1e0f3f64a1b7a3b0de1c09b5b54f0f5e1a7c9a54d1f9a7f2f0f3a11",
				rows: 512,
			},
			{
				name: "general.jsonl",
				hash: "90cc8a1e5d5a7f6a8bd0db4d6fb2cfe3a1f34ce0b4bbd7b6e3dbe8f7c6b5a432",
				rows: 41,
			},
		],
		machine: {
			platform: "linux-x64",
			cpu: "AMD EPYC",
			cores: 2,
			memoryBytes: 24e9,
		},
		versions: { temper: "0.1.0", node: "20.20.0", onnxruntime: "1.30.0" },
		notes: [
			{ kind: "asked-in-training", task: "sums", asked: 4, questions: 200 },
		],
		axes,
		base: Object.fromEntries(
			axes.map(({ name, role }, at) => [
				name,
				role === "deviation"
					? { value: 0, low: 0, high: 0 }
					: { value: base[at]!, low: base[at]! - 0.03, high: base[at]! + 0.03 },
			]),
		),
		arms,
		recommended: "MinorSFT 0.05",
		recipe,
		verdict: {
			ship: true,
			alpha: 0.01,
			conditions: [
				decided({ axis: "sums", value: change(1, 0), bound: 0 }),
				decided({ axis: "capitals", value: change(1, 2), bound: -0.035 }),
				decided({ axis: "valid JSON", value: change(1, 3), bound: -0.03 }),
				decided({ axis: "general NLL", value: change(1, 4), bound: 0.04 }),
			],
		},
		samples,
		seconds: 14_612,
	};
}

/** A condition that holds by default, decided by the lower end of its interval. */
export function decided(
	parts: Partial<Decided> & Pick<Decided, "axis" | "value" | "bound">,
): Decided {
	const decisive = parts.value?.low ?? null;
	return { holds: true, decisive, questions: 200, wouldTell: null, ...parts };
}
