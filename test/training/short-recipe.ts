import { join } from "node:path";
import type { ObjectiveKind } from "../../src/objectives/all.ts";
import { rowOrigins } from "../../src/objectives/objective.ts";
import { objectiveOf } from "../../src/recipes/resolve/objective-of.ts";
import type { Changes } from "./run-recipe.ts";

export const sampling = { maxNewTokens: 6, batch: 16 };

/** What a kind needs beside its usual options. */
const options: Partial<Record<ObjectiveKind, Changes>> = {
	psft: { roundSteps: 2 },
	irft: { rounds: 2, perPrompt: 2, mixPrevious: true, sampling },
	grpo: {
		reward: { kind: "regex", pattern: "e" },
		perPrompt: 4,
		roundSteps: 2,
		baseline: "centred",
		sampling,
	},
	rft: {
		rounds: 2,
		perPrompt: 2,
		rewardModel: { steps: 2 },
		lengthNeutral: false,
		baseline: "centred",
		sampling,
	},
};

/** Two steps of six rows, of those that the objective reads, in a folder with rows of all sorts. */
export function shortRecipe(
	folder: string,
	kind: ObjectiveKind,
	tune: "lora" | "full",
): Changes {
	const objective = { kind, ...options[kind] };
	const { needs, rows: origin } = objectiveOf(
		// Defaults are filled in by the recipe; needs do not hang on them but for grpo's leash.
		{ beta: 0.04, ...objective } as never,
	);
	const rows = needs.labels
		? "labels"
		: needs.pairs && !rowOrigins[origin].samples
			? "pairs"
			: "rows";
	return {
		objective,
		tune: { kind: tune },
		optimizer: { learningRate: tune === "lora" ? 0.01 : 1e-3 },
		schedule: { warmup: 0 },
		length: { kind: "steps", count: 2 },
		data: {
			train: join(folder, `${rows}.jsonl`),
			heldOut: { kind: "none" },
			general: null,
		},
	};
}
