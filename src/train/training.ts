import type { NamedTensor } from "../core/named-tensor.ts";
import { once } from "../core/once.ts";
import { dropoutSeeds } from "../core/random.ts";
import type { Group } from "../data/example.ts";
import type { Learner } from "../engine/engine.ts";
import type { StepPlan } from "../engine/step.ts";
import type { Prepass } from "../objectives/objective.ts";
import { scheduleFactor } from "../optim/schedule.ts";
import type { Checkpoint } from "../runs/checkpoint.ts";
import type { RunFolder } from "../runs/folder/run-folder.ts";
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
		const learner = await prepared.engine.learner({
			...{ model, objective },
			graph: {
				...prepared.graph,
				...(holdsRows(prepared) && { anchor: prepared.base }),
			},
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

	/** Puts together all that one optimizer step needs; `step` counts from 0. */
	async plan(
		{ microBatches, known }: StepRows,
		step: number,
	): Promise<StepPlan> {
		const { recipe, steps, objective } = this.stage.prepared;
		const { prepass } = objective;
		const statistic =
			prepass && (await this.#statistic(prepass, microBatches.flat()));
		const strength = this.leash?.option ?? null;
		const { learningRate } = recipe.optimizer;
		return {
			...{ step, microBatches },
			given: { ...known, statistic, strength },
			learningRate: learningRate * scheduleFactor(recipe.schedule, step, steps),
			seed: dropoutSeeds.ofStep(recipe.seed, step),
			hold: this.leash?.holdAt(step) ?? null,
		};
	}

	/** The objective's number for a step. */
	async #statistic(
		prepass: Prepass,
		groups: readonly Group[],
	): Promise<number> {
		const { prepared, sessions, reference } = this.stage;
		const { needs } = prepared.objective;
		const scorer = await sessions.scorer();
		const { policy } = this.learner;
		const compared = needs.reference === "none" ? null : reference;
		return runPrepass(prepass, groups, scorer, policy, compared);
	}

	/** `answers`: which training answers m_theta is measured on, `file:line` each. */
	async evaluate(): Promise<
		Evaluation & { readonly answers: readonly string[] }
	> {
		const { prepared } = this.stage;
		const { policy } = this.learner;
		this.#evaluator ??=
			prepared.objective.trains === "reward"
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

	/** Writes the reward model, if one was learned together with the policy. Throws `disk`. */
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

/** Measures policies of this stage, for evaluations and for a leash. */
function openEvaluator({
	prepared,
	start,
	runFolder,
}: Stage): Promise<Evaluator> {
	const { inputs } = runFolder.manifest;
	return Evaluator.create(prepared, start, baseHash(prepared.recipe, inputs));
}
