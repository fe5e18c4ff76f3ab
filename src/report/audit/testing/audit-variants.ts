import type {
	AuditResult,
	Evidence,
	Finding,
	Slice,
} from "../../../audit/audit-result.ts";

const around = (value: number, half: number) => ({
	...{ value, low: value - half, high: value + half },
});

const evidence = (
	row: string,
	text: string,
	more: Partial<Evidence> = {},
): Evidence => ({
	...{ row, other: null, part: "answer" as const, text, score: null, ...more },
});

const findings: Finding[] = [
	{
		...{ id: "card-number", kind: "card-number", severity: "error", count: 2 },
		message: "2 rows contain a card number.",
		rows: ["train.jsonl:4", "train.jsonl:19"],
		evidence: [
			evidence("train.jsonl:4", "4111 **** **** 1111"),
			evidence("train.jsonl:19", "5500 **** **** 0004"),
		],
		tested: "13 to 19 digits with a valid Luhn checksum.",
		errs: "None of 1,000 clean rows was found.",
		remedy: "Remove the rows or replace the numbers.",
	},
	{
		...{ id: "near-duplicate", kind: "near-duplicate", severity: "warning" },
		...{ count: 40, errs: null },
		message: "40 rows repeat another row nearly word for word.",
		rows: Array.from({ length: 40 }, (_, at) => `train.jsonl:${at + 30}`),
		evidence: [
			evidence("train.jsonl:30", "The capital of Peru is Lima", {
				...{ other: "train.jsonl:7", part: "row", score: 0.91 },
			}),
		],
		tested: "MinHash, Jaccard similarity of at least 0.8.",
		remedy: "Keep one row of each group.",
	},
	{
		...{ id: "refusal", kind: "refusal", severity: "note", count: 3 },
		...{ message: "3 answers refuse.", rows: ["train.jsonl:9"], evidence: [] },
		...{ tested: "Patterns of refusals.", errs: null },
		remedy: "Check whether a refusal is right there.",
	},
];

const slice: Slice = {
	...{ outcome: "refusal", unit: "share", by: "topic", rows: 1000 },
	skipped: { rows: 12, reason: "They have no answer." },
	test: "Welch's test, corrected by Holm's method.",
	groups: [
		{
			...{ name: "law", rows: 210, value: around(0.12, 0.04) },
			...{ difference: around(0.1, 0.04), p: 0.0001, adjusted: 0.0004 },
		},
		{
			...{ name: "cooking", rows: 300, value: around(0.01, 0.01) },
			...{ difference: around(-0.02, 0.015), p: 0.2, adjusted: 0.6 },
		},
	],
};

const reward: Slice = { ...slice, outcome: "reward", unit: "reward" };

/** An audit of demonstrations with findings of every severity. */
export const sampleAudit = (): AuditResult => ({
	...{ kind: "audit", version: 1, created: "2026-11-30T07:00:00.000Z" },
	temper: "0.1.0",
	files: [{ path: "train.jsonl", rows: 1012, unreadable: 1, stopped: false }],
	rows: { demonstrations: 1000, pairs: 0, verdicts: 0, prompts: 12 },
	settings: {
		...{ topic: null, groups: ["annotator"], position: null },
		...{ nearDuplicate: 0.8, alpha: 0.05, seed: 1, failOn: "error" },
	},
	languages: { english: 900, japanese: 100, other: 12 },
	lengths: {
		prompt: { p5: 20, p50: 61, p95: 240, max: 1800 },
		answer: { p5: 8, p50: 120, p95: 900, max: 4100 },
		...{ chosen: null, rejected: null },
	},
	groupings: [
		{
			...{ name: "topic", rule: "Prompts that share keywords." },
			groups: [
				{ name: "law", rows: 210, share: 0.21 },
				{ name: "cooking", rows: 300, share: 0.3 },
			],
			others: { groups: 14, rows: 490 },
		},
	],
	slices: [slice, { ...slice, outcome: "sentiment", unit: "valence per word" }],
	model: null,
	checks: [
		{
			...{ kind: "card-number", examined: 1012, found: 2, skipped: null },
			tested: "13 to 19 digits with a valid Luhn checksum.",
			measured: {
				recall: around(0.97, 0.03),
				falseAlarms: around(0.002, 0.002),
			},
		},
		{
			...{ kind: "label-noise", examined: 0, found: 0, measured: null },
			tested: "Cross-validated disagreement.",
			skipped: { rows: 1012, reason: "There are no pairs." },
		},
	],
	...{ findings, worst: "error", failed: true },
});

/** The same rows as a reward model sees them, with swaps. */
export function modelAudit(): AuditResult {
	return {
		...sampleAudit(),
		model: {
			...{ name: "runs/reward", kind: "reward model", rows: 500 },
			how: "The first 500 rows.",
			slices: [reward],
			swaps: [
				{
					...{ outcome: "reward", unit: "reward" },
					swaps: [
						{
							...{ from: "he", to: "she", list: "gender", rows: 80 },
							...{ difference: around(-0.3, 0.1), p: 0.001, adjusted: 0.01 },
						},
					],
				},
			],
			withoutTerm: 420,
		},
	};
}

/** Nothing was found, and reading ended early. */
export function cleanAudit(): AuditResult {
	return {
		...sampleAudit(),
		files: [{ path: "train.jsonl", rows: 3, unreadable: 0, stopped: true }],
		...{ findings: [], checks: [], groupings: [], slices: [] },
		...{ worst: null, failed: false },
		settings: { ...sampleAudit().settings, failOn: "never" },
		lengths: { prompt: null, answer: null, chosen: null, rejected: null },
	};
}

export const hostile = {
	markup: "<img src=x onerror=alert(1)>",
	attribute: '" onmouseover="alert(1)',
} as const;

/** Texts that would disturb a page. */
export function hostileAudit(): AuditResult {
	const [first, ...others] = findings;
	return {
		...sampleAudit(),
		findings: [
			{
				...first!,
				message: hostile.markup,
				evidence: [evidence("a|b:1", hostile.attribute)],
			},
			...others,
		],
	};
}

export const everyAudit: Readonly<Record<string, () => AuditResult>> = {
	sample: sampleAudit,
	model: modelAudit,
	clean: cleanAudit,
	hostile: hostileAudit,
};
