import { once } from "../core/once.ts";
import { dropoutSeeds } from "../core/random.ts";
import type { Group } from "../data/example.ts";
import type { EngineSession, Learner, LearnerState } from "../engine/engine.ts";
import type { StepPlan } from "../engine/step.ts";
import type { Prepass } from "../objectives/objective.ts";
import { scheduleFactor } from "../optim/schedule.ts";
import type { SavedCheckpoint } from "../runs/checkpoint.ts";
import type { RunFolder } from "../runs/folder/run-folder.ts";
import { Leash } from "./leash/leash.ts";
import { type Evaluation, Evaluator } from "./measure/evaluator.ts";
import { RewardEvaluator } from "./measure/reward-evaluator.ts";
import type { Prepared } from "./prepare/prepare.ts";
import { sessionOptions } from "./prepare/session-options.ts";
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
		const session = await prepared.engine.open(sessionOptions(prepared));
		try {
			return await Training.#with(session, prepared, runFolder, signal);
		} catch (error) {
			await session.dispose();
			throw error;
		}
	}

	static async #with(
		session: EngineSession,
		prepared: Prepared,
		runFolder: TrainingFolder,
		signal: AbortSignal,
	): Promise<Training> {
		const { objective, recipe, tuning } = prepared;
		const learner = await session.learner("policy", {
			...{ on: "model", tuning, objective },
			optimizer: recipe.optimizer,
			holds: holdsRows(prepared),
			start: async (shapes) => (await startingPolicy(prepared, shapes)).tensors,
		});
		const sessions = new Sessions(session);
		const start = once(() => session.start());
		const reference = referenceOf(prepared, sessions, start);
		const stage = {
			...{ prepared, session, learner, sessions, reference },
			...{ runFolder, signal },
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
		const { weights } = this.learner;
		const compared = needs.reference === "none" ? null : reference;
		return runPrepass(prepass, groups, scorer, weights, compared);
	}

	/** `answers`: which training answers m_theta is measured on, `file:line` each. */
	async evaluate(): Promise<
		Evaluation & { readonly answers: readonly string[] }
	> {
		const { prepared, session } = this.stage;
		this.#evaluator ??=
			prepared.objective.trains === "reward"
				? await RewardEvaluator.create(prepared, session)
				: await openEvaluator(this.stage);
		const evaluation = await this.#evaluator.evaluate(this.learner.weights);
		return { ...evaluation, answers: this.#evaluator.answerIds };
	}

	async restore(checkpoint: SavedCheckpoint): Promise<void> {
		const { step } = checkpoint;
		await this.learner.restore(checkpoint, step);
		await this.#opened.rewards?.restore(checkpoint);
	}

	/** Writes the reward model, if one was learned together with the policy. Throws `disk`. */
	async writeRewards(run: Pick<RunFolder, "writeResult">): Promise<void> {
		const { rewards } = this.#opened;
		if (!rewards) return;
		await run.writeResult("reward-model", (folder) => rewards.write(folder));
	}

	/** What a checkpoint holds. */
	async state(): Promise<LearnerState> {
		const own = await this.learner.state();
		const rewards = await this.#opened.rewards?.state();
		if (!rewards) return own;
		const writers = [own.write, rewards.write].filter((one) => one !== null);
		return {
			trainable: [...own.trainable, ...rewards.trainable],
			optimizer: [...own.optimizer, ...rewards.optimizer],
			write:
				writers.length === 0
					? null
					: async (folder) => {
							for (const write of writers) await write(folder);
						},
		};
	}

	/** How many numbers are trained. */
	get parameters(): number {
		const rewards = this.#opened.rewards?.parameters ?? 0;
		return this.learner.parameters + rewards;
	}

	async dispose(): Promise<void> {
		const { learner, session, sessions } = this.stage;
		await learner.dispose();
		await this.source.dispose();
		await sessions.dispose();
		await this.#evaluator?.dispose();
		await session.dispose();
	}
}

function holdsRows({ leash }: Prepared): boolean {
	return leash !== null && leash.held.length > 0;
}

/** Measures policies of this stage, for evaluations and for a leash. */
function openEvaluator({
	prepared,
	session,
	runFolder,
}: Stage): Promise<Evaluator> {
	const { inputs } = runFolder.manifest;
	return Evaluator.create(prepared, session, baseHash(prepared.recipe, inputs));
}
