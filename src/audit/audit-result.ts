import { z } from "zod";
import type { ReadOnly } from "../core/read-only.ts";

const text = z.string();
const count = z.int().min(0);
const share = z.number().min(0).max(1);

/** A value with its 95% interval. */
const estimate = z.strictObject({
	value: z.number(),
	low: z.number(),
	high: z.number(),
});

export const severities = ["note", "warning", "error"] as const;

/** From the mildest to the gravest. */
export type Severity = (typeof severities)[number];

/** What a finding is about; the order is the order in which findings are listed. */
export const findingKinds = [
	"unreadable-row",
	"empty-answer",
	"equal-answers",
	"opposite-verdicts",
	"exact-duplicate",
	"near-duplicate",
	"same-prompt",
	"email",
	"phone",
	"postal-address",
	"identity-number",
	"card-number",
	"iban",
	"refusal",
	"length-outlier",
	"length-bias",
	"position-bias",
	"topic-imbalance",
	"form-imbalance",
	"verdict-imbalance",
	"label-noise",
	"slice-difference",
	"swap-difference",
] as const;

export type FindingKind = (typeof findingKinds)[number];

/** The part of a row in which something was found. */
export const rowParts = [
	"row",
	"prompt",
	"answer",
	"chosen",
	"rejected",
] as const;

export type RowPart = (typeof rowParts)[number];

/** One place that supports a finding. Personal data is masked. */
const evidence = z.strictObject({
	/** `file:line`. */
	row: text,
	/** Another row that belongs to it, as a duplicate does; null if there is none. */
	other: text.nullable(),
	part: z.enum(rowParts),
	/** What was found there, at most 200 characters, on one line. */
	text,
	/** How strong it is, in the unit that `tested` names (similarity, probability); null if the check is yes or no. */
	score: z.number().nullable(),
});

const finding = z.strictObject({
	/** Unique within the audit: the kind, and a name if a kind has several findings, as in `slice-difference/refusal/topic=law`. */
	id: text,
	kind: z.enum(findingKinds),
	severity: z.enum(severities),
	/** What was found, as one sentence. */
	message: text,
	/** Rows that it concerns. */
	count,
	/** Their places, `file:line`, in the order of the files; all of them. */
	rows: z.array(text),
	/** The first or the strongest places. */
	evidence: z.array(evidence),
	/** Which test found it, and its threshold. */
	tested: text,
	/** How often the test errs where that was measured, as one sentence; null if it was not measured. */
	errs: text.nullable(),
	/** What to do about it, as one sentence. */
	remedy: text,
});

const lengths = z.strictObject({
	p5: count,
	p50: count,
	p95: count,
	max: count,
});

/** Rows by a property that each has once. */
const grouping = z.strictObject({
	/** What the groups are: `topic`, `form of answer`, or the name of a column. */
	name: text,
	/** How the groups were formed, as one sentence. */
	rule: text,
	/** By falling number of rows. Groups beyond the first 40 are counted in `others`. */
	groups: z.array(z.strictObject({ name: text, rows: count, share })),
	others: z.strictObject({ groups: count, rows: count }),
});

/** One outcome by the groups of one property. */
const slice = z.strictObject({
	/** `refusal`, `sentiment`, `length of the answer`, `desirable`, `reward` and the like. */
	outcome: text,
	/** The unit of values: `share`, `valence per word`, `words`, `reward`. */
	unit: text,
	/** The property that forms the groups: `topic`, `form of answer`, `mention`, or the name of a column. */
	by: text,
	/** Rows that have the outcome; the others are skipped, with the reason. */
	rows: count,
	skipped: z.strictObject({ rows: count, reason: text }).nullable(),
	/** The test of each group against all other rows, and the correction for several tests. */
	test: text,
	groups: z.array(
		z.strictObject({
			name: text,
			rows: count,
			/** Mean over the rows of the group. */
			value: estimate,
			/** The group less all other rows. */
			difference: estimate,
			/** Two-sided. */
			p: share,
			/** After the correction for all tests of this audit. */
			adjusted: share,
		}),
	),
});

/** One term replaced by another in the rows that contain it. */
const swap = z.strictObject({
	from: text,
	to: text,
	/** What the terms name: `gender`, `name`, and so on. */
	list: text,
	/** Rows in which the term was replaced. */
	rows: count,
	/** The outcome with the second term less that with the first, paired by row. */
	difference: estimate,
	p: share,
	adjusted: share,
});

/** What the model made of the rows. */
const modelPart = z.strictObject({
	/** The model or run as it was named. */
	name: text,
	kind: z.enum(["reward model", "language model"]),
	/** Rows that the model scored or answered. */
	rows: count,
	/** How they were chosen and answered, as one sentence. */
	how: text,
	slices: z.array(slice),
	swaps: z.array(
		z.strictObject({ outcome: text, unit: text, swaps: z.array(swap) }),
	),
	/** Rows without a term of the lists; swaps say nothing about them. */
	withoutTerm: count,
});

/** One check: what it looked at and what it left out. */
const check = z.strictObject({
	kind: z.enum(findingKinds),
	tested: text,
	/** Rows that it looked at. */
	examined: count,
	skipped: z.strictObject({ rows: count, reason: text }).nullable(),
	/** Rows that it found. */
	found: count,
	/** Measured on rows with planted faults; null if it was not measured. */
	measured: z
		.strictObject({
			recall: estimate,
			/** Clean rows that were found nevertheless, as a share. */
			falseAlarms: estimate,
		})
		.nullable(),
});

export const auditResultSchema = z.strictObject({
	kind: z.literal("audit"),
	version: z.literal(1),
	/** ISO time. */
	created: text,
	temper: text,
	files: z.array(
		z.strictObject({
			path: text,
			rows: count,
			unreadable: count,
			/** Whether reading ended at a fault of the file, so that what follows it was not seen. */
			stopped: z.boolean(),
		}),
	),
	/** Rows that were read, by what they hold. */
	rows: z.strictObject({
		demonstrations: count,
		pairs: count,
		verdicts: count,
		/** Rows with a question and no answer. */
		prompts: count,
	}),
	settings: z.strictObject({
		topic: text.nullable(),
		groups: z.array(text),
		/** Column with the position of the chosen answer; null if there is none. */
		position: text.nullable(),
		nearDuplicate: share,
		alpha: share,
		seed: z.int(),
		failOn: z.enum([...severities, "never"]),
	}),
	/** Rows by the language that most of their letters belong to. */
	languages: z.strictObject({ english: count, japanese: count, other: count }),
	/** In characters; null if no row has the part. */
	lengths: z.strictObject({
		prompt: lengths.nullable(),
		answer: lengths.nullable(),
		chosen: lengths.nullable(),
		rejected: lengths.nullable(),
	}),
	groupings: z.array(grouping),
	slices: z.array(slice),
	/** Null unless a model was named. */
	model: modelPart.nullable(),
	checks: z.array(check),
	/** Gravest first, then by kind. */
	findings: z.array(finding),
	/** The gravest severity; null if nothing was found. */
	worst: z.enum(severities).nullable(),
	/** Whether a finding reaches `settings.failOn`. */
	failed: z.boolean(),
});

export type AuditResult = ReadOnly<z.output<typeof auditResultSchema>>;
export type Finding = AuditResult["findings"][number];
export type Evidence = Finding["evidence"][number];
export type Check = AuditResult["checks"][number];
export type Grouping = AuditResult["groupings"][number];
export type Slice = AuditResult["slices"][number];
export type ModelPart = NonNullable<AuditResult["model"]>;
export type Swap = ModelPart["swaps"][number]["swaps"][number];
