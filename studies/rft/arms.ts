/** `plain`: as the model speaks; `polite`: a little longer; `thrice`: three times as long. */
export type Style = "plain" | "polite" | "thrice";

const usualBeta = 0.04;

/** What rewards are made of advantages by. */
export interface Form {
	readonly name: string;
	/** Settings of the objective, as `npx temper-lm train --set` takes them. */
	readonly settings: readonly string[];
}

/** E r - beta KL as it stands: rewards less the mean of their prompt's, and beta in rewards for each nat. */
const plain = (beta: number): Form => ({
	name: beta === usualBeta ? "plain" : `plain, beta ${beta}`,
	settings: [
		...["kl=reward", "baseline=centred", "lengthNeutral=false"],
		`beta=${beta}`,
	],
});

/** As grpo has it: divided by the deviation of the prompt's rewards, and the leash in the loss of each token. */
const divided = (lengthNeutral: boolean): Form => ({
	name: lengthNeutral ? "divided, neutral" : "divided",
	settings: [
		"kl=loss",
		"baseline=normalised",
		`lengthNeutral=${lengthNeutral}`,
	],
});

export interface Arm {
	readonly name: string;
	/** That of the demonstrations. */
	readonly style: Style;
	readonly form: Form;
}

/** Demonstrations that are neither shortest nor longest, and the longest, by each form. */
export const arms: readonly Arm[] = (["polite", "thrice"] as const).flatMap(
	(style) =>
		[plain(usualBeta), plain(0.4), divided(false), divided(true)].map(
			(form) => ({
				name: `${style}, ${form.name}`,
				...{ style, form },
			}),
		),
);

/** Of the run of an arm. */
export const runName = ({ name }: Arm, seed: number) =>
	`${name.replaceAll(/,? /g, "-")}-${seed}`;

export const seeds = [1, 2, 3] as const;

export const rounds = 5;
export const maxNewTokens = 80;

const cpu = "device={kind: cpu, threads: 1}";

/** A few seconds of SFT, so that the policy sometimes answers like the demonstrations. */
export const startSettings: readonly string[] = [
	"tune=full",
	"optimizer.learningRate=1e-3",
	"batch={rows: 32, tokens: 2048}",
	"length={kind: steps, count: 80}",
	"data.heldOut=none",
	"evaluate=end",
	"save=end",
	cpu,
];

export function settingsOf({ form }: Arm, seed: number): readonly string[] {
	return [
		"objective.kind=rft",
		`objective.rounds=${rounds}`,
		"objective.perPrompt=4",
		...form.settings.map((setting) => `objective.${setting}`),
		"objective.rewardModel={steps: 20, learningRate: 1e-3}",
		`objective.sampling={maxNewTokens: ${maxNewTokens}, batch: 64}`,
		`tune={kind: lora, rank: 8}`,
		"optimizer.learningRate=1e-3",
		"schedule={kind: constant, warmup: 0.03}",
		"batch={rows: 16, tokens: 2048}",
		"length={kind: steps, count: 40}",
		"evaluate=end",
		"save=end",
		cpu,
		`seed=${seed}`,
	];
}
