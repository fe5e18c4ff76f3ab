import { alone, type Example, supervisedCount } from "../../data/example.ts";
import { collect } from "../../generate/collect.ts";
import { speakBy } from "../../generate/speaker.ts";
import { parameterCount } from "../../models/parameter-count.ts";
import type { ColdStartGreedy } from "../../runs/cold-start-measures.ts";
import { demonstrationsOf } from "../rounds/demonstration.ts";
import type { Stage } from "../sources/stage.ts";

/** Prompts that are answered: enough to tell never from mostly. */
const prompts = 8;

/** Answers are given this many times the tokens of the longest of the answers that they are compared with. */
const room = 2;

/** The most new tokens of an answer: beyond this, generating costs more than the rest of the measurement. */
const longest = 64;

/** Parameters times tokens, those of the prompts included, beyond which nothing is generated. */
const mostWork = 1.5e11;

/**
 * How often greedy answers to the prompts of some rows end their turn within a limit. Null if it would not be cheap: if the
 * rows' own answers are long, or the model is large.
 */
export async function greedyEnds(
	{
		prepared,
		learner,
		sessions,
	}: Pick<Stage, "prepared" | "learner" | "sessions">,
	rows: readonly Example[],
): Promise<ColdStartGreedy | null> {
	const asked = rows.slice(0, prompts);
	const limit = room * Math.max(0, ...asked.map(supervisedCount));
	const { model, tokenizer, recipe } = prepared;
	const demonstrations = demonstrationsOf(alone(asked));
	const starts = [...demonstrations.values()].flatMap(([first]) =>
		first === undefined ? [] : [first.prompt],
	);
	const tokens = starts.reduce((sum, { length }) => sum + length + limit, 0);
	const work = parameterCount(model.architecture) * tokens;
	if (starts.length === 0 || limit > longest || work > mostWork) return null;
	const generator = await sessions.generator();
	const { weights } = learner;
	const answers = await collect(
		speakBy(
			(...given) => generator.generate(weights, ...given),
			tokenizer,
			starts,
			{
				maxNewTokens: limit,
				sampling: { kind: "greedy" },
				seed: recipe.seed,
				batchRows: prompts,
				withText: false,
			},
		),
	);
	const ended = answers.filter(({ reason }) => reason === "stop").length;
	return { prompts: answers.length, ended, limit };
}
