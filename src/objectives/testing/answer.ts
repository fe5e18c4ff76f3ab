import { RandomStream } from "../../core/random.ts";
import type { AnswerScores, Needs } from "../objective.ts";

/** One answer of a made-up micro-batch; lists are by supervised token, and a masked answer's are empty. */
export interface Answer extends AnswerScores {
	readonly logProb: readonly number[];
	readonly reference: readonly number[];
	/** Under the policy that sampled the answer. */
	readonly sampled: readonly number[];
	/** KL(reference || policy). */
	readonly kl: readonly number[];
	/** Entropy of the likeliest words. */
	readonly topEntropy: readonly number[];
	readonly liked: boolean;
	readonly reward: number;
	readonly advantage: number;
	/** Whether the last token ends a turn. */
	readonly ends: boolean;
}

/** An answer of which only the log-probabilities, and what a test says besides, are remarkable. */
export function answer(
	logProb: readonly number[],
	rest: Partial<Answer> = {},
): Answer {
	const zeros = logProb.map(() => 0);
	return {
		logProb,
		reference: logProb,
		sampled: logProb,
		kl: zeros,
		topEntropy: zeros,
		liked: true,
		reward: 0,
		advantage: 0,
		ends: false,
		...rest,
	};
}

/** Rows that stay together when a step is cut: a pair, else one answer. */
export function groupSize({ pairs }: Needs): number {
	return pairs ? 2 : 1;
}

/** `count` groups of random answers of 1 to 5 tokens. */
export function randomAnswers(
	needs: Needs,
	count: number,
	name: string,
): Answer[] {
	const stream = new RandomStream(11, name);
	return Array.from({ length: count * groupSize(needs) }, (_, row) => {
		const length = 1 + stream.integer(5);
		const draw = (of: () => number) => Array.from({ length }, of);
		const logProb = draw(() => -0.01 - 1.5 * Math.abs(stream.normal()));
		const near = (x: number) => Math.min(-0.001, x + 0.5 * stream.normal());
		return {
			logProb,
			reference: logProb.map(near),
			sampled: logProb.map(near),
			kl: draw(() => Math.abs(stream.normal())),
			topEntropy: draw(() => 2.9 * stream.uniform()),
			liked: needs.pairs ? row % 2 === 0 : stream.uniform() < 0.5,
			reward: stream.normal(),
			advantage: stream.normal(),
			ends: stream.uniform() < 0.5,
		};
	});
}

/** The same answer with nothing in it that counts. */
export function masked(of: Answer): Answer {
	const nothing = { reference: [], sampled: [], kl: [], topEntropy: [] };
	return { ...of, ...nothing, logProb: [] };
}

/** Tokens of probability 0 and 1 in all combinations with the reference, alone and with each other. */
export function extremeAnswers(needs: Needs): Answer[] {
	const [never, always] = [-1e4, 0];
	const rows: [number[], number[]][] = [
		[
			[always, never],
			[never, always],
		],
		[[never], [always]],
		[[always], [never]],
		[[never], [never]],
		[[always], [always]],
		[
			[always, always, always],
			[never, never, never],
		],
	];
	return rows.flatMap(([logProb, reference], i) => {
		const rest = {
			reference,
			sampled: reference,
			kl: logProb.map((l) => (l === always ? 1e4 : 0)),
			topEntropy: logProb.map((l) => (l === always ? 0 : Math.log(20))),
			liked: i % 2 === 0,
			reward: i % 2 === 0 ? 1e4 : -1e4,
			advantage: i % 2 === 0 ? 5 : -5,
			ends: true,
		};
		const one = answer(logProb, rest);
		const other = answer(reference, { ...rest, reference: logProb });
		return needs.pairs ? [one, other] : [one];
	});
}

/** Answers two by two: chosen and rejected. */
export function pairsOf(answers: readonly Answer[]): [Answer, Answer][] {
	return answers.flatMap((chosen, i) =>
		i % 2 === 0 ? [[chosen, answers[i + 1] as Answer]] : [],
	);
}

/** What a loss depends on by way of the policy: places at which a gradient is taken. */
export type Place =
	| { readonly of: "logProb" | "kl"; readonly row: number; readonly t: number }
	| { readonly of: "reward"; readonly row: number };

/** Every place of the answers, by row: log-probabilities, then KLs, then the reward. */
export function placesOf(answers: readonly Answer[]): Place[] {
	return answers.flatMap(({ logProb }, row): Place[] => [
		...logProb.map((_, t) => ({ of: "logProb" as const, row, t })),
		...logProb.map((_, t) => ({ of: "kl" as const, row, t })),
		{ of: "reward", row },
	]);
}

/** The answers with one number of the policy's changed. */
export function moved(
	answers: readonly Answer[],
	place: Place,
	by: number,
): Answer[] {
	return answers.map((one, row) => {
		if (row !== place.row) return one;
		if (place.of === "reward") return { ...one, reward: one.reward + by };
		const values = one[place.of].map((x, t) => (t === place.t ? x + by : x));
		return { ...one, [place.of]: values };
	});
}
