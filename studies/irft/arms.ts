/** One way to learn from the same demonstrations. */
export interface Arm {
	readonly name: string;
	/** Settings of the recipe, as `npx temper-lm train --set` takes them. */
	readonly settings: readonly string[];
}

/** One pass over the demonstrations, in rows of 16. */
export const irftSteps = 25;

/**
 * Steps of the others at equal compute. A token costs three forward passes where it is trained on, one where it is scored
 * or sampled. A demonstration of 120 tokens (prompt 66) with a sample of 65 costs IRFT 3 x 185 (the prompt is shared) +
 * 250 + 130, and SFT 3 x 120: 2.6 times less.
 */
export const imitationSteps = 65;

const irft = (rounds: number): Arm => ({
	name: `irft-${rounds}`,
	settings: [
		"objective.kind=irft",
		`objective.rounds=${rounds}`,
		"objective.sampling={maxNewTokens: 80, batch: 32}",
		"optimizer.learningRate=1e-4",
		`length={kind: steps, count: ${irftSteps}}`,
	],
});

const imitation = (kind: string): Arm => ({
	name: kind,
	settings: [
		`objective=${kind}`,
		"optimizer.learningRate=2e-4",
		`length={kind: steps, count: ${imitationSteps}}`,
	],
});

export const arms: readonly Arm[] = [
	...[1, 2, 4].map(irft),
	...["sft", "minor-sft", "dft"].map(imitation),
];

export const seeds = [1, 2] as const;
