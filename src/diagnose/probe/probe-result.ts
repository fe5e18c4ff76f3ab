import { z } from "zod";
import type { ReadOnly } from "../../core/read-only.ts";
import { estimateSchema } from "../../stats/estimate-schema.ts";
import { inputSchema, subjectSchema } from "../subject-schema.ts";

const text = z.string();
const count = z.int().min(0);
const share = z.number().min(0).max(1);

export const knowledges = ["known", "unsure", "unknown"] as const;

/** What a model holds about a question, before it is tuned. */
export type Knowledge = (typeof knowledges)[number];

export const probeMethods = [
	"letter",
	"raw",
	"tokens",
	"unconditional",
] as const;

/**
 * A way to compare options: by the letter under which the prompt lists them, or by the likelihood of their texts: as a sum
 * over tokens (`raw`), per token (`tokens`), or relative to the likelihood without the question (`unconditional`).
 */
export type ProbeMethod = (typeof probeMethods)[number];

export const probeReasons = [
	/** The calibrated probability of the right option, corrected for guessing, is at or above the level of `known`. */
	"confident-right",
	/** A wrong option is held with confidence: demonstrations of the right answer are incompatible with the model. */
	"confident-wrong",
	/** The right option is hardly likelier than a guess. */
	"at-chance",
	/** Between the levels. */
	"between-levels",
	/** Answers differ between wordings or orders of the options. */
	"inconsistent",
	/** Methods disagree about the likeliest option. */
	"methods-differ",
] as const;

/** Why an item is judged as it is. */
export type ProbeReason = (typeof probeReasons)[number];

const methodView = z.strictObject({
	/** Calibrated probabilities of the options, in the order of the row. They sum to 1. */
	probabilities: z.array(z.number()),
	chosen: count,
	/** Share of the askings that choose the same option. */
	agreement: share,
	/** Wordings times orders. */
	askings: count,
});

const item = z.strictObject({
	/** `file:line` of the question. */
	id: text,
	question: text,
	options: z.array(text),
	/** Place of the right option. */
	gold: count,
	/** Values of the row's columns by which results can be summarised. */
	columns: z.record(text, text),
	knowledge: z.enum(knowledges),
	reasons: z.array(z.enum(probeReasons)),
	/** By the deciding method. */
	chosen: count,
	/** Calibrated probability of the chosen option, and of the right one. */
	confidence: z.number(),
	goldProbability: z.number(),
	methods: z.partialRecord(z.enum(probeMethods), methodView),
});

const exclusion = z.strictObject({
	id: text,
	/**
	 * `no-answer`, `duplicate-options`, `answer-not-an-option`, `too-few-distractors`, `unreadable`, `too-long`, or
	 * `not-testable` for an answer of several sentences, which other answers cannot stand in for.
	 */
	kind: text,
	/** A sentence. */
	reason: text,
});

const bin = z.strictObject({
	/** Bounds of the confidence. */
	from: z.number(),
	to: z.number(),
	items: count,
	/** Mean confidence; null for an empty bin. */
	confidence: z.number().nullable(),
	/** Share of right choices; null for an empty bin. */
	accuracy: estimateSchema.nullable(),
});

const methodSummary = z.strictObject({
	method: z.enum(probeMethods),
	accuracy: estimateSchema,
	/** Mean of 1 / number of options. */
	chance: share,
	/** The temperature that calibrates it, fitted on the other folds of items. */
	temperature: z.number(),
	/** Expected calibration error on items that the temperature was not fitted on, with a bootstrap interval. */
	calibrationError: estimateSchema,
	uncalibratedError: estimateSchema,
	bins: z.array(bin),
	/** Share of choices that fall on the option listed first, second and so on; null if options are not listed. */
	positions: z.array(estimateSchema).nullable(),
	/** Share of items whose choice differs between orders or wordings. */
	inconsistent: estimateSchema.nullable(),
});

const slice = z.strictObject({
	column: text,
	value: text,
	items: count,
	known: estimateSchema,
	unknown: estimateSchema,
	unsure: estimateSchema,
	accuracy: estimateSchema,
});

const prediction = z.strictObject({
	/** Accuracy of the base without examples in the prompt, as users ask it; null if it was not measured. */
	zeroShot: estimateSchema.nullable(),
	/** Points that a few good examples are expected to draw out: known, but not answered without examples. */
	drawOut: estimateSchema,
	/** Points that only teaching can add: unknown items, times the share of taught facts that is retained. */
	teach: estimateSchema,
	/** Expected change of accuracy if the rows are trained on. */
	gain: estimateSchema,
	/** Share of rows that contradict what the model holds: the risk that known things are lost. */
	risk: estimateSchema,
	/** The share of unknown facts that tuning is assumed to teach, and where the number comes from. */
	retained: z.strictObject({ value: z.number(), from: text }),
});

const items = { items: count };
const advice = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("draw-out"), rows: count, ...items }),
	z.strictObject({ kind: z.literal("put-into-prompt"), ...items }),
	z.strictObject({
		kind: z.literal("teach"),
		...items,
		/** Rows that teach it: items times presentations. */
		rows: count,
	}),
	z.strictObject({ kind: z.literal("nothing-to-gain"), ...items }),
	z.strictObject({ kind: z.literal("cannot-tell"), ...items }),
]);

const demonstration = z.strictObject({
	/** `file:line`. */
	id: text,
	mark: z.enum(["harmonious", "incompatible", "not-testable"]),
	/** A sentence for a row that cannot be tested; null otherwise. */
	reason: text.nullable(),
	/** The item that tested it; null if it cannot be tested. */
	item: item.nullable(),
});

export const probeResultSchema = z.strictObject({
	version: z.literal(1),
	/** ISO time. */
	created: text,
	/** Version of this package. */
	temper: text,
	subject: subjectSchema,
	/** The questions, and the file of examples. */
	inputs: z.array(inputSchema),
	settings: z.strictObject({
		/** What decides `knowledge`. */
		method: z.enum(probeMethods),
		/** Examples in the prompt. */
		shots: count,
		orders: count,
		seed: z.int(),
		/**
		 * Levels of the calibrated probability of the right option, corrected for guessing: (p - 1/K) / (1 - 1/K) for K options.
		 * An item is known at or above the first, and unknown at or below the second.
		 */
		knownFrom: z.number(),
		unknownTo: z.number(),
		/** The rule for distractors; null if the rows list options themselves. */
		distractors: text.nullable(),
	}),
	items: z.array(item),
	excluded: z.array(exclusion),
	methods: z.array(methodSummary),
	shares: z.record(z.enum(knowledges), estimateSchema),
	/** Share of items called known that the model would have guessed right, estimated from its confident wrong choices. */
	falseKnown: estimateSchema,
	slices: z.array(slice),
	prediction,
	advice: z.array(advice),
	/** Null if the rows are questions and no demonstrations. */
	demonstrations: z.array(demonstration).nullable(),
	/** What a reader must know to read the numbers, in sentences: such as that letters are several tokens each. */
	notes: z.array(text),
	seconds: z.number().min(0),
});

/** What `npx temper-lm probe` finds. */
export type ProbeResult = ReadOnly<z.output<typeof probeResultSchema>>;

/** How one method sees an item: mean over wordings, orders and draws of examples. */
export type MethodView = ReadOnly<z.output<typeof methodView>>;

export type ProbeItem = ReadOnly<z.output<typeof item>>;

/** A question or row that was left out. */
export type ProbeExclusion = ReadOnly<z.output<typeof exclusion>>;

export type CalibrationBin = ReadOnly<z.output<typeof bin>>;

/** One method over all items. */
export type ProbeMethodSummary = ReadOnly<z.output<typeof methodSummary>>;

/** Items that share a value of a column. */
export type ProbeSlice = ReadOnly<z.output<typeof slice>>;

/** What tuning on such rows is expected to change in the accuracy on these questions, as shares: 0.05 is 5 percentage points. */
export type ProbePrediction = ReadOnly<z.output<typeof prediction>>;

/** What to do with the rows, in order of preference. */
export type ProbeAdvice = ReadOnly<z.output<typeof advice>>;

/** A row of demonstrations against what the model holds. */
export type DemonstrationMark = ReadOnly<z.output<typeof demonstration>>;
