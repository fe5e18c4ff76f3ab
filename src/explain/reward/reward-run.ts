import { TemperError } from "../../core/error.ts";
import type { Example } from "../../data/example.ts";
import { computable } from "../../models/model.ts";
import { withoutDropout } from "../../policy/graphs.ts";
import type { At } from "../explanation.ts";
import type { OpenedRun } from "../open-run.ts";
import { policyAt } from "../policy-at.ts";

/** A run's reward model, ready to be asked. */
export interface RewardOfRun {
	/** The reward of each answer, in their order. */
	score(answers: readonly Example[]): Promise<number[]>;
	dispose(): Promise<void>;
}

/** Opens the reward model of a run as it was at a place of the run. Throws `recipe` for a run of another kind. */
export async function rewardOfRun(
	run: OpenedRun,
	at: At,
): Promise<RewardOfRun> {
	requireReward(run);
	const { model, graph, recipe, tuning } = run.prepared;
	const scorer = await run.engine.rewardScorer({
		model: computable(model),
		graph: { ...graph, tuning: withoutDropout(tuning) },
		tokens: recipe.batch.tokens,
	});
	try {
		const policy = await policyAt(run, scorer.trainables, at);
		return {
			score: (answers) => scorer.score(answers, policy),
			dispose: () => scorer.dispose(),
		};
	} catch (error) {
		await scorer.dispose();
		throw error;
	}
}

function requireReward({ prepared: { objective }, name }: OpenedRun): void {
	if (objective.trains === "reward") return;
	throw new TemperError("recipe", {
		where: "--card",
		expected: "a run that trained a reward model",
		found: `${name}, a run of ${objective.name}`,
		hint: "Without --card, the weights that its objective gives to its rows are shown.",
	});
}
