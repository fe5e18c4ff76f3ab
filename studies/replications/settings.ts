export interface TrainingSettings {
	/** As `npx temper-lm train --set objective=` takes it. */
	readonly objective: string;
	readonly rate: number;
	readonly steps: number;
	readonly seed: number;
}

/** What all trainings of the study share, as `npx temper-lm train --set` takes it. */
export function sharedSettings({
	objective,
	rate,
	steps,
	seed,
}: TrainingSettings): string[] {
	return [
		`objective=${objective}`,
		"tune=full",
		`optimizer.learningRate=${rate}`,
		"batch={rows: 16, tokens: 512}",
		`length={kind: steps, count: ${steps}}`,
		"schedule={kind: cosine, warmup: 0.03}",
		"save=end",
		"device={kind: cpu, threads: 1}",
		`seed=${seed}`,
	];
}
