import type { Answer } from "./answer.ts";
import type { Expectations } from "./contract.ts";

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

const tokensOf = (answers: readonly Answer[]) =>
	sum(answers.map(({ logProb }) => logProb.length));

/** Each token's NLL times a weight that is taken from the frozen answers, over the tokens. */
function weighted(
	weight: (frozen: Answer, t: number) => number,
): (
	now: readonly Answer[],
	frozen: readonly Answer[],
) => { sum: number; weight: number } {
	return (now, frozen) => ({
		sum: sum(
			now.flatMap(({ logProb }, r) =>
				logProb.map((l, t) => -l * weight(frozen[r] as Answer, t)),
			),
		),
		weight: tokensOf(now),
	});
}

const p = ({ logProb }: Answer, t: number) => Math.exp(logProb[t] as number);
const isLast = ({ logProb }: Answer, t: number) => t === logProb.length - 1;

/** What each paper on demonstrations says, in plain arithmetic. */
export const imitationExpectations = {
	sft: [{ options: undefined, loss: weighted(() => 1) }],
	dft: [
		{ options: { floor: null, keepEnd: false }, loss: weighted(p) },
		{
			options: { floor: 0.3, keepEnd: true },
			loss: weighted((one, t) =>
				one.ends && isLast(one, t) ? 1 : Math.max(p(one, t), 0.3),
			),
		},
	],
	"minor-sft": [
		{
			options: { beta: 0.5 },
			loss: (now, frozen) => ({
				sum: sum(
					now.map(({ logProb }, r) => {
						const { logProb: then, reference } = frozen[r] as Answer;
						const delta = sum(then) - sum(reference);
						const a = 2 / (1 + Math.exp(0.5 * delta));
						return (-a * sum(logProb)) / logProb.length;
					}),
				),
				weight: now.length,
			}),
		},
	],
} satisfies Partial<Expectations>;
