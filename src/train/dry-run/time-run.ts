import type { StepRows } from "../sources/source.ts";
import type { Training } from "../training.ts";
import { type FirstStep, takeFirstStep } from "../watch/first-step.ts";

/** What a run takes, part by part. */
export interface RunCost {
	/** Seconds until the first step: reading, compiling, scoring the reference, the first evaluation. */
	readonly startSeconds: number;
	readonly stepSeconds: number;
	/** Seconds of one evaluation; 0 if the recipe evaluates never. */
	readonly evaluationSeconds: number;
	/** Seconds in which a leash measures once; 0 without one. */
	readonly leashSeconds: number;
	/** Bytes of what is trained, and of a checkpoint, which also has the optimizer's state. */
	readonly trainedBytes: number;
	readonly checkpointBytes: number;
}

/** Steps that are timed, after the first one, which compiles and allocates. */
export const realSteps = 2;

interface TimeRunOptions {
	/** When reading began, by `performance.now()`. */
	readonly began: number;
	/** Seconds in which the policy drew the rows of a step; null if rows come from files. */
	readonly sampling: number | null;
	/** Steps that the source has rows for. */
	readonly steps: number;
	readonly evaluates: boolean;
	/** Mean number of tokens of a step of the whole run, if rows come from files. */
	readonly tokensPerStep: number;
}

/** Takes the first steps of a run and times each part of it once it has run warm. */
export async function timeRun(
	training: Training,
	{ began, sampling, steps, evaluates, tokensPerStep }: TimeRunOptions,
): Promise<{ readonly first: FirstStep; readonly cost: RunCost }> {
	const { source, leash, learner } = training;
	if (evaluates) await training.evaluate();
	const started = (performance.now() - began) / 1000;
	const begun = await training.plan(source.rows(0), 0);
	const first = await takeFirstStep(training.stage, begun);
	const evaluation = evaluates && (await timed(() => training.evaluate()));
	const measure =
		leash && (await timed(async () => leash.measure(learner.weights)));
	let seconds = 0;
	let tokens = 0;
	for (let i = 0; i < realSteps; i++) {
		const rows = source.rows(Math.min(i, steps - 1));
		const step = await timed(async () =>
			learner.step(await training.plan(rows, 1 + i)),
		);
		seconds += step.seconds;
		tokens += tokensOf(rows);
	}
	const cost = {
		startSeconds: started - (sampling ?? 0),
		stepSeconds:
			sampling === null
				? (seconds * tokensPerStep) / tokens
				: seconds / realSteps + sampling,
		evaluationSeconds: evaluation ? evaluation.seconds : 0,
		leashSeconds: measure ? measure.seconds : 0,
		...bytesOf(training),
	};
	return { first, cost };
}

/** Numbers are kept in float32, and AdamW remembers two for each. */
function bytesOf({
	parameters,
}: Training): Pick<RunCost, "trainedBytes" | "checkpointBytes"> {
	const trainedBytes = 4 * parameters;
	return { trainedBytes, checkpointBytes: 3 * trainedBytes };
}

function tokensOf({ microBatches }: StepRows): number {
	return microBatches.flat(2).reduce((sum, { ids }) => sum + ids.length, 0);
}

export async function timed<T>(
	run: () => Promise<T>,
): Promise<{ value: T; seconds: number }> {
	const began = performance.now();
	const value = await run();
	return { value, seconds: (performance.now() - began) / 1000 };
}
