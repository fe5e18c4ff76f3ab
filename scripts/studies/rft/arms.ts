/** `plain`: as the model speaks; `polite`: a little longer; `thrice`: three times as long. */
export type Style = "plain" | "polite" | "thrice";

export interface Arm {
	readonly name: string;
	/** That of the demonstrations. */
	readonly style: Style;
	readonly lengthNeutral: boolean;
}

/** Demonstrations that are neither shortest nor longest, and the longest, with and without the guard against length. */
export const arms: readonly Arm[] = (["polite", "thrice"] as const).flatMap(
	(style) =>
		[true, false].map((lengthNeutral) => ({
			name: `${style}${lengthNeutral ? ", neutral" : ""}`,
			...{ style, lengthNeutral },
		})),
);

/** Of the run of an arm. */
export const runName = ({ style, lengthNeutral }: Arm, seed: number) =>
	`${style}-${lengthNeutral ? "neutral" : "free"}-${seed}`;

export const seeds = [1, 2] as const;

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

export function settingsOf(
	{ lengthNeutral }: Arm,
	seed: number,
): readonly string[] {
	return [
		"objective.kind=rft",
		`objective.rounds=${rounds}`,
		"objective.perPrompt=4",
		`objective.lengthNeutral=${lengthNeutral}`,
		"objective.rewardModel={steps: 20, learningRate: 1e-3}",
		`objective.sampling={maxNewTokens: ${maxNewTokens}, batch: 64}`,
		`tune={kind: lora, rank: 8}`,
		"optimizer.learningRate=1e-3",
		"schedule=constant",
		"batch={rows: 16, tokens: 2048}",
		"length={kind: steps, count: 40}",
		"evaluate=end",
		"save=end",
		cpu,
		`seed=${seed}`,
	];
}
