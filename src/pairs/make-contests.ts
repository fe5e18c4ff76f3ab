import { RandomStream } from "../core/random.ts";
import { nearlySame, samenessOf } from "../text/answers/compare-answers.ts";
import type { Tokenizer } from "../text/tokenizer/tokenizer.ts";
import type { Drawn } from "./draw-answers.ts";
import type { Contest, PairJudge } from "./judges/pair-judge.ts";
import {
	demonstrationOf,
	type PairAnswer,
	sortSamples,
} from "./pair-answer.ts";
import { roundRobin } from "./rank/comparison.ts";

export interface ContestRule {
	readonly seed: number;
	/** Answers that share this much of their text, and agree on numbers and on the last word, are not compared; null: no limit. */
	readonly nearIdentical: number | null;
	/** Most comparisons of one prompt; null: all. */
	readonly comparisons: number | null;
}

/** A contest, with what was left out of it. */
export interface SampledContest extends Contest {
	readonly drawn: number;
	readonly empty: number;
	readonly cut: number;
	readonly repeated: number;
	readonly withoutDemonstration: number;
	readonly possible: number;
	readonly nearIdentical: number;
	readonly unasked: number;
}

/** What is to be judged of the samples of one prompt. */
export function contestOf(
	{ prompt, samples }: Drawn[number],
	judge: Pick<PairJudge, "compares">,
	tokenizer: Tokenizer,
	rule: ContestRule,
): SampledContest {
	const sorted = sortSamples(prompt, samples);
	const shown =
		judge.compares === "demonstration"
			? demonstrationOf(prompt, tokenizer)
			: null;
	const missing = judge.compares === "demonstration" && shown === null;
	const distinct = withoutCopies(sorted.answers, shown);
	const answers = missing
		? []
		: [...distinct, ...(shown === null ? [] : [shown])];
	const pairs =
		shown === null
			? drawnPairs(answers.length, prompt.place, rule.seed)
			: distinct.map((_, i) => [distinct.length, i] as const);
	const unlike = pairs.filter(([a, b]) => {
		const [one, other] = [answers[a]?.text ?? "", answers[b]?.text ?? ""];
		const share = rule.nearIdentical;
		return share === null || !nearlySame(one, other, share);
	});
	const asked = unlike.slice(0, rule.comparisons ?? unlike.length);
	return {
		...{ prompt, answers, pairs: asked },
		...{ drawn: samples.length, empty: sorted.empty, cut: sorted.cut },
		repeated: sorted.answers.length - distinct.length,
		withoutDemonstration: missing ? distinct.length : 0,
		possible: pairs.length,
		nearIdentical: pairs.length - unlike.length,
		unasked: unlike.length - asked.length,
	};
}

/** Answers that say something else than the demonstration and than every answer before them. */
function withoutCopies(
	answers: readonly PairAnswer[],
	shown: PairAnswer | null,
): PairAnswer[] {
	const kept: PairAnswer[] = [];
	for (const answer of answers)
		if (
			[...kept, ...(shown === null ? [] : [shown])].every(
				(other) => samenessOf(answer.text, other.text) === null,
			)
		)
			kept.push(answer);
	return kept;
}

/** All pairs of answers, in an order and with places that the seed draws. */
function drawnPairs(
	answers: number,
	place: string,
	seed: number,
): (readonly [number, number])[] {
	const random = new RandomStream(seed, `pairs/compare/${place}`);
	const order = random.shuffle(Array.from({ length: answers }, (_, i) => i));
	return roundRobin(answers).map(([a, b]) => {
		const pair = [order[a] as number, order[b] as number] as const;
		return random.uniform() < 0.5 ? pair : [pair[1], pair[0]];
	});
}
