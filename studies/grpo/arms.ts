/** A strength of the leash, on prompts that the model cannot do or on as many more that it can. */
export interface Arm {
	readonly name: string;
	readonly beta: number;
	readonly prompts: "unseen" | "mixed";
}

/** 0.04 is the paper's. */
export const arms: readonly Arm[] = [
	{ name: "beta 0.2", beta: 0.2, prompts: "unseen" },
	{ name: "beta 0.04", beta: 0.04, prompts: "unseen" },
	{ name: "beta 0.04, known too", beta: 0.04, prompts: "mixed" },
];

/** Of the run of an arm. */
export const runName = ({ beta, prompts }: Arm, seed: number) =>
	`${prompts}-${beta}-${seed}`;

export const seeds = [1, 2, 3] as const;

/** Steps, each a round of its own: 8 samples of every prompt. */
export const steps = 40;
export const perPrompt = 8;
export const maxNewTokens = 24;

/** What the leash is asked to hold, in nats per token: on samples from the start of the run, and on the general probe. */
export const bounds = { toStart: 0.3, general: 0.1 } as const;

/** The recipe of an arm, as `--set` takes it; `rows` is the number of prompts. */
export function settingsOf(
	{ beta }: Arm,
	seed: number,
	rows: number,
): readonly string[] {
	return [
		"objective.kind=grpo",
		"objective.reward=numeric",
		`objective.beta=${beta}`,
		`objective.perPrompt=${perPrompt}`,
		`objective.sampling={maxNewTokens: ${maxNewTokens}, batch: 64}`,
		"tune={kind: lora, rank: 8}",
		"optimizer.learningRate=2e-3",
		"schedule=constant",
		`batch={rows: ${rows}, tokens: 2048}`,
		`length={kind: steps, count: ${steps}}`,
		"evaluate=end",
		"save=end",
		"device={kind: cpu, threads: 1}",
		`seed=${seed}`,
	];
}
