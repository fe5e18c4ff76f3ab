import { type Example, type Group, supervisedCount } from "../data/example.ts";
import { microBatchesOf } from "../data/micro-batches.ts";
import type { Gradients } from "../engine/onnx/stepper.ts";
import type { Given, MicroBatchResult } from "../engine/step.ts";
import type { Policy } from "../policy/policy.ts";
import { tokenGradient } from "./weighing.ts";

/** What a weighing objective says of one answer. Arrays have one entry per supervised token. */
export interface WeighedAnswer {
	readonly example: Example;
	/** Relative to SFT on the same answers. */
	readonly weights: Float32Array;
	readonly logProb: Float32Array;
	/** The objective's own weight of each token; null if it names none. */
	readonly tokenWeights: Float32Array | null;
	readonly rowWeight: number | null;
	readonly reward: number | null;
}

interface RawAnswer extends Omit<WeighedAnswer, "weights"> {
	readonly gradient: Float32Array;
}

/**
 * Runs answers through a step of the objective, without taking it. `gradients` are those of a `weighing` objective;
 * `givenFor` says what is known of a batch of groups, and `batchRows` are the rows that share it.
 */
export async function weighAnswers(
	groups: readonly Group[],
	gradients: Gradients,
	policy: Policy,
	options: {
		readonly tokens: number;
		readonly batchRows: number;
		readonly givenFor: (groups: readonly Group[]) => Promise<Given>;
	},
): Promise<WeighedAnswer[]> {
	const raw: RawAnswer[] = [];
	let [weight, supervised] = [0, 0];
	for (let from = 0; from < groups.length; from += options.batchRows) {
		const batch = groups.slice(from, from + options.batchRows);
		const given = await options.givenFor(batch);
		for (const micro of microBatchesOf(batch, options.tokens)) {
			gradients.clear();
			const result = await gradients.run(micro, policy, given, 0);
			weight += result.weight;
			supervised += result.supervised;
			raw.push(...answersOf(result));
		}
	}
	// SFT divides a sum with derivative -1 by the tokens; the objective divides by its own weight.
	const scale = weight === 0 ? 0 : supervised / weight;
	return inOrder(groups.flat(), raw).map(({ gradient, ...answer }) => ({
		...answer,
		weights: gradient.map((value) => (value === 0 ? 0 : -value * scale)),
	}));
}

function inOrder(
	rows: readonly Example[],
	answers: readonly RawAnswer[],
): RawAnswer[] {
	const known = new Map(answers.map((one) => [one.example, one]));
	return rows.map((row) => known.get(row) as RawAnswer);
}

function answersOf({ rows, outputs }: MicroBatchResult): RawAnswer[] {
	const values = (name: string) => outputs[name] ?? null;
	const metric = (name: string) => values(`metric.${name}`);
	const sides = [metric("chosenReward"), metric("rejectedReward")];
	let start = 0;
	return rows.map((example, b) => {
		const end = start + supervisedCount(example);
		const part = (all: Float32Array | null) => all?.slice(start, end) ?? null;
		const answer = {
			example,
			gradient: part(metric(tokenGradient)) ?? new Float32Array(),
			logProb: part(values("logProb")) ?? new Float32Array(),
			tokenWeights: part(metric("tokenWeight")),
			rowWeight: metric("rowWeight")?.[b] ?? null,
			reward:
				metric("reward")?.[b] ?? sides[b % 2]?.[Math.floor(b / 2)] ?? null,
		};
		start = end;
		return answer;
	});
}
