import type { Cadence } from "../recipes/recipe-schema.ts";
import type { ResolvedRecipe } from "../recipes/resolve-recipe.ts";
import type { Json, RunEvent, StepEvent } from "../runs/events.ts";
import { describeMachine, describeVersions } from "../runs/machine.ts";
import type { RunFolder } from "../runs/run-folder.ts";
import { Clock } from "./clock.ts";
import { Learner } from "./learner.ts";
import { summarise } from "./monitors.ts";
import { writeOutcome } from "./outcome.ts";
import { prepare } from "./prepare.ts";
import type { MicroBatchResult } from "./stepper.ts";

export interface TrainOptions {
	/** Stops after the step in hand and saves. */
	readonly signal: AbortSignal;
	readonly runFolder: RunFolder;
}

/**
 * The one loop, for every objective. Yields everything that happens and prints nothing; the caller writes each event to
 * the run's log before asking for the next. Goes on from the run folder's newest checkpoint where there is one.
 * Throws `data`, `weights`, `recipe`, `device` and `disk`; a failed save stops the run.
 */
export async function* train(
	recipe: ResolvedRecipe,
	{ signal, runFolder }: TrainOptions,
): AsyncGenerator<RunEvent> {
	const saved = await runFolder.rewind();
	const prepared = await prepare(recipe);
	const modelInput = runFolder.manifest.inputs.find(
		({ path }) => path === recipe.model,
	);
	const learner = await Learner.create(prepared, modelInput?.sha256 ?? null);
	const { steps } = prepared;
	const clock = new Clock(secondsOf(saved?.state ?? null));
	let score = saved?.score ?? null;
	let step = saved?.step ?? 0;
	try {
		if (saved) learner.restore(saved);
		else {
			yield {
				kind: "start",
				recipe: recipe as unknown as Json,
				inputs: runFolder.manifest.inputs,
				versions: describeVersions(),
				machine: describeMachine(),
			};
			for (const text of prepared.notes) yield { kind: "note", step: 0, text };
			if (recipe.evaluate !== "never") yield* evaluate();
		}
		if (saved && isDue(recipe.save, step, steps)) yield checkpointEvent();
		while (step < steps && !signal.aborted) {
			yield await takeStep();
			if (isDue(recipe.evaluate, step, steps)) yield* evaluate();
			if (!isDue(recipe.save, step, steps)) continue;
			await save();
			yield checkpointEvent();
		}
		if (step < steps) {
			await save();
			yield end("interrupted", null);
			return;
		}
		const result = await writeOutcome(runFolder, prepared, learner.policy);
		yield end("finished", result);
	} finally {
		await learner.dispose();
	}

	async function takeStep(): Promise<StepEvent> {
		clock.startStep();
		const { epoch, microBatches } = prepared.plan.step(step);
		const { results, norm, learningRate } = await learner.step(
			microBatches,
			step,
		);
		step++;
		const { sum, weight } = totals(results);
		const { nll, tokens, supervisedTokens, monitors } = summarise(results);
		const { stepsPerEpoch } = prepared.plan;
		const past = (((step - 1) % stepsPerEpoch) + 1) / stepsPerEpoch;
		return {
			kind: "step",
			step,
			epoch: epoch + past,
			loss: sum / weight,
			...{ nll, gradNorm: norm, learningRate },
			...{ tokens, supervisedTokens, monitors },
			cost: clock.endStep(tokens),
		};
	}

	async function* evaluate(): AsyncGenerator<RunEvent> {
		const evaluation = await learner.evaluate();
		score = evaluation.nll?.value ?? null;
		yield { kind: "evaluation", step, ...evaluation, cost: clock.cost() };
	}

	async function save(): Promise<void> {
		const state = { seconds: clock.seconds };
		const checkpoint = { step, score, state, ...learner.tensors() };
		await runFolder.save(checkpoint, recipe.keep);
	}

	function checkpointEvent(): RunEvent {
		const path = `checkpoints/step-${step}`;
		return { kind: "checkpoint", step, path, cost: clock.cost() };
	}

	function end(
		reason: "finished" | "interrupted",
		result: "model" | "adapter" | null,
	): RunEvent {
		return {
			kind: "end",
			step,
			reason,
			result,
			error: null,
			cost: clock.cost(),
		};
	}
}

/** Whether something with this cadence happens after a step. */
export function isDue(cadence: Cadence, step: number, steps: number): boolean {
	if (cadence === "never" || step === 0) return false;
	if (step === steps) return true;
	return cadence !== "end" && step % cadence.every === 0;
}

function totals(results: readonly MicroBatchResult[]) {
	return results.reduce(
		(total, { sum, weight }) => ({
			sum: total.sum + sum,
			weight: total.weight + weight,
		}),
		{ sum: 0, weight: 0 },
	);
}

function secondsOf(state: Json): number {
	const seconds = (state as { seconds?: unknown } | null)?.seconds;
	return typeof seconds === "number" ? seconds : 0;
}
