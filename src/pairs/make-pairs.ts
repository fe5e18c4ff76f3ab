import type { Decoder } from "../generate/decoder.ts";
import type { ModelText } from "../policy/model-text.ts";
import type { AnswerCache } from "./answer-cache.ts";
import { bestAnswers, chooseAll } from "./choose-all.ts";
import { type DrawOptions, drawAnswers } from "./draw-answers.ts";
import { type Judged, judgeContests } from "./judge-contests.ts";
import type { PairJudge } from "./judges/pair-judge.ts";
import { agreementOf, type LabelledPair } from "./labelled.ts";
import { demonstrationLine, type Provenance, pairLine } from "./made-rows.ts";
import {
	type ContestRule,
	contestOf,
	type SampledContest,
} from "./make-contests.ts";
import type { ReadPrompts } from "./pair-prompt.ts";
import type { PairsReport } from "./pairs-report.ts";
import type { PairRule } from "./rank/choose-pairs.ts";
import { reportOf } from "./report-of.ts";

export interface MakePairsOptions {
	readonly read: ReadPrompts;
	readonly text: ModelText;
	/** Opens what answers; not called if all samples are in the cache. */
	readonly openDecoder: () => Promise<Decoder>;
	readonly draw: DrawOptions;
	readonly judge: PairJudge;
	readonly contests: ContestRule;
	readonly rule: Omit<PairRule, "scale">;
	/** Pairs of a human; empty for none. */
	readonly labelled: readonly LabelledPair[];
	/** Whether the best answer to each prompt is wanted as a demonstration. */
	readonly demonstrations: boolean;
	readonly provenance: Omit<Provenance, "calibrated" | "judge" | "seed">;
	readonly cache: AnswerCache;
	readonly signal: AbortSignal;
}

/** Progress, then the result. There is no result if the signal aborts. */
export type PairsEvent =
	| {
			readonly kind: "sampled" | "judged";
			/** Prompts. */
			readonly done: number;
			readonly of: number;
	  }
	| { readonly kind: "end"; readonly result: MadePairs };

export interface MadePairs {
	/** Lines of JSON, in the order in which the rows of the prompts are in their file. */
	readonly pairs: readonly string[];
	readonly demonstrations: readonly string[];
	readonly report: PairsReport;
}

/**
 * Preference pairs from samples of a model: answers are sampled, compared by a judge, and the comparisons that decide most
 * clearly become pairs. The same options give the same lines. Samples and verdicts are kept in the cache, so a call after an
 * interruption continues. Throws `data` if the judge gives no verdicts.
 */
export async function* makePairs(
	options: MakePairsOptions,
): AsyncGenerator<PairsEvent, void, undefined> {
	const { read, judge, labelled, signal } = options;
	const contests: SampledContest[] = [];
	const of = read.prompts.length;
	for await (const one of sampledContests(options)) {
		contests.push(one);
		yield { kind: "sampled", done: contests.length, of };
	}
	if (signal.aborted) return;
	const known = labelled.map(({ prompt, answers }) => ({
		...{ prompt, answers, pairs: [[0, 1] as const] },
	}));
	await judge.begin(longestOf([...contests, ...known]));
	const judged: Judged<SampledContest>[] = [];
	for await (const one of judgeContests(judge, contests, signal)) {
		judged.push(one);
		yield { kind: "judged", done: judged.length, of };
	}
	const evidence: (number | null)[] = [];
	for await (const { judgement } of judgeContests(judge, known, signal))
		evidence.push(judgement.comparisons[0]?.evidence ?? null);
	if (signal.aborted) return;
	yield { kind: "end", result: resultOf(judged, evidence, options) };
}

async function* sampledContests({
	read,
	text,
	openDecoder,
	draw,
	judge,
	contests: rule,
	...until
}: MakePairsOptions): AsyncGenerator<SampledContest> {
	let decoder: Promise<Decoder> | null = null;
	const speaker = async () => {
		decoder ??= openDecoder();
		return { ...text, decoder: await decoder };
	};
	for await (const block of drawAnswers(speaker, read.prompts, draw, until))
		for (const one of block) yield contestOf(one, judge, text.tokenizer, rule);
}

function longestOf(
	contests: readonly Pick<SampledContest, "answers">[],
): number {
	return contests
		.flatMap(({ answers }) => answers)
		.reduce((most, { example }) => Math.max(most, example.ids.length), 1);
}

function resultOf(
	judged: readonly Judged<SampledContest>[],
	evidence: readonly (number | null)[],
	options: MakePairsOptions,
): MadePairs {
	const { judge, labelled, draw, rule, read } = options;
	const all = judged.flatMap(({ judgement }) => judgement.comparisons);
	const ownScale = judge.scaleOf(all);
	const agreement =
		labelled.length === 0 ? null : agreementOf(evidence, ownScale);
	const fitted = agreement?.scale ?? null;
	const chosen = chooseAll(judged, { ...rule, scale: fitted ?? ownScale });
	const provenance: Provenance = {
		...{ ...options.provenance, judge: judge.facts, seed: draw.seed },
		calibrated: fitted !== null,
	};
	const best = options.demonstrations
		? bestAnswers(chosen, judge.rightFrom)
		: null;
	return {
		pairs: chosen.flatMap(({ contest: { prompt }, made }) =>
			made.map((pair) => pairLine({ prompt, provenance }, pair)),
		),
		demonstrations: (best ?? []).map(({ prompt, ...answer }) =>
			demonstrationLine({ prompt, provenance }, answer),
		),
		report: reportOf(chosen, {
			...{ read, labelled: agreement },
			demonstrations: best?.length ?? null,
		}),
	};
}
