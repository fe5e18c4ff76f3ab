import type { NamedTensor } from "../core/named-tensor.ts";
import { once } from "../core/once.ts";
import { scheduleFactor } from "../optim/schedule.ts";
import { rewardHead } from "../policy/graphs.ts";
import type { ResolvedRecipe } from "../recipes/resolve/resolve-recipe.ts";
import type { Checkpoint } from "../runs/checkpoint.ts";
import type { UnitsEvent } from "../runs/events.ts";
import type { RunFolder } from "../runs/folder/run-folder.ts";
import { Learner, type StepResult } from "./learner.ts";
import { Leash } from "./leash/leash.ts";
import { type Evaluation, Evaluator } from "./measure/evaluator.ts";
import { RewardEvaluator } from "./measure/reward-evaluator.ts";
import type { Prepared } from "./prepare/prepare.ts";
import { startingPolicy } from "./prepare/starting-policy.ts";
import { baseHash, referenceHash } from "./prepare/weights-hash.ts";
import { runPrepass } from "./prepass.ts";
import { referenceOf } from "./reference/reference-of.ts";
import { Sessions } from "./sessions.ts";
import { type OpenedSource, sourceOf } from "./source-of.ts";
import type { StepRows, StepSource } from "./sources/source.ts";
import type { Stage, TrainingFolder } from "./sources/stage.ts";
import { checkStart } from "./watch/check-start.ts";
import {
	hasUnits,
	sftGradientNorm,
	unitsEvent,
} from "./watch/first-gradient.ts";

export interface TakenStep extends StepResult {
	readonly learningRate: number;
	/** At the first step of an objective that reads tokens; else null. */
	readonly units: UnitsEvent | null;
}

/** One stage of training put together: what learns, where its rows come from, and what measures it. */
export class Training {
	readonly learner: Learner;
	readonly source: StepSource;
	readonly leash: Leash | null;
	readonly stage: Stage;
	readonly #opened: OpenedSource;
	#evaluator: Evaluator | RewardEvaluator | null;

	private constructor(
		stage: Stage,
		opened: OpenedSource,
		evaluator: Evaluator | null,
	) {
		const { prepared } = stage;
		this.learner = stage.learner;
		this.source = opened.source;
		this.leash =
			prepared.leash &&
			evaluator &&
			new Leash(prepared, prepared.leash, evaluator);
		this.#evaluator = evaluator;
		this.stage = stage;
		this.#opened = opened;
	}

	static async create(
		prepared: Prepared,
		runFolder: TrainingFolder,
		signal: AbortSignal,
	): Promise<Training> {
		const { model, objective, tokenizer, recipe } = prepared;
		const learner = await Learner.create({
			...{ model, objective },
			graph: {
				...prepared.graph,
				...(holdsRows(prepared) && { anchor: prepared.base }),
			},
			device: prepared.device,
			endIds: tokenizer.endOfTurn,
			optimizer: recipe.optimizer,
			start: (trainables) => startingPolicy(prepared, trainables),
		});
		const { tensors } = learner.policy;
		const start = () => startingPolicy(prepared, tensors);
		const sessions = new Sessions(prepared);
		const reference = referenceOf(prepared, sessions, once(start));
		const stage = {
			...{ prepared, learner, sessions, start, reference, runFolder, signal },
		};
		const opened = await sourceOf(
			stage,
			referenceHash(recipe, runFolder.manifest.inputs),
		);
		const evaluator = prepared.leash && (await openEvaluator(stage));
		return new Training(stage, opened, evaluator);
	}

	/** One optimizer step; `step` counts from 0. Throws `data` on a loss that is no number. */
	async step(rows: StepRows, step: number): Promise<TakenStep> {
		const { prepared, sessions } = this.stage;
		const { recipe, steps, objective } = prepared;
		const { microBatches } = rows;
		const seed = recipe.seed * 1_000_003 + step;
		const sftNorm =
			step === 0 && hasUnits(objective, this.learner.policy)
				? await sftGradientNorm(prepared, this.learner, rows, seed)
				: null;
		const { prepass, needs } = objective;
		const statistic =
			prepass &&
			(await runPrepass(
				prepass,
				microBatches.flat(),
				await sessions.scorer(),
				this.learner.policy,
				needs.reference === "none" ? null : this.stage.reference,
			));
		const learningRate =
			recipe.optimizer.learningRate *
			scheduleFactor(recipe.schedule, step, steps);
		const strength = this.leash?.option ?? null;
		const given = { ...rows.given, statistic, strength };
		const hold = this.leash?.holdAt(step) ?? null;
		const options = { step, learningRate, seed, hold };
		const taken = await this.learner.step(microBatches, given, options);
		const same = prepared.reference === null && !drops(recipe);
		if (step === 0 && given.reference && same)
			checkStart(taken.results, recipe.device.kind);
		const units = sftNorm === null ? null : unitsEvent(taken.norm, sftNorm);
		return { ...taken, learningRate, units };
	}

	/** `answers`: which training answers m_theta is measured on, `file:line` each. */
	async evaluate(): Promise<
		Evaluation & { readonly answers: readonly string[] }
	> {
		const { prepared } = this.stage;
		const { policy } = this.learner;
		this.#evaluator ??= policy.values.has(rewardHead)
			? await RewardEvaluator.create(prepared)
			: await openEvaluator(this.stage);
		const evaluation = await this.#evaluator.evaluate(policy);
		return { ...evaluation, answers: this.#evaluator.answerIds };
	}

	restore(checkpoint: Checkpoint): void {
		const { step } = checkpoint;
		this.learner.restore(checkpoint, step);
		this.#opened.rewards?.restore(checkpoint);
	}

	/** Writes the reward model, where one was learnt beside the policy. Throws `disk`. */
	async writeRewards(run: Pick<RunFolder, "writeResult">): Promise<void> {
		const { rewards } = this.#opened;
		if (!rewards) return;
		await run.writeResult("reward-model", (folder) => rewards.write(folder));
	}

	/** What a checkpoint holds. */
	tensors(): {
		readonly trainable: readonly NamedTensor[];
		readonly optimizer: readonly NamedTensor[];
	} {
		const own = this.learner.tensors();
		const rewards = this.#opened.rewards?.tensors();
		return {
			trainable: [...own.trainable, ...(rewards?.trainable ?? [])],
			optimizer: [...own.optimizer, ...(rewards?.optimizer ?? [])],
		};
	}

	async dispose(): Promise<void> {
		const { learner, sessions } = this.stage;
		await learner.dispose();
		await this.source.dispose();
		await sessions.dispose();
		await this.#evaluator?.dispose();
	}
}

function holdsRows({ leash }: Prepared): boolean {
	return leash !== null && leash.held.length > 0;
}

/** Whether dropout changes what the policy says before its first update: new adapters say nothing yet. */
function drops({ tune }: ResolvedRecipe): boolean {
	return tune.kind === "lora" && tune.from !== null && tune.dropout > 0;
}

/** Measures policies of this stage, for evaluations and for a leash. */
function openEvaluator({
	prepared,
	start,
	runFolder,
}: Stage): Promise<Evaluator> {
	const { inputs } = runFolder.manifest;
	return Evaluator.create(prepared, start, baseHash(prepared.recipe, inputs));
}
