import type { Group } from "../../data/example.ts";
import { promptKey } from "../../data/fingerprint.ts";
import type { ColdStartRemedy } from "../../runs/cold-start-measures.ts";
import type { ColdStartEvent } from "../../runs/events.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { Stage } from "../sources/stage.ts";
import { costOf } from "../watch/clock.ts";
import { coldStartText } from "./cold-start-text.ts";
import { findSigns } from "./find-signs.ts";
import { learnsPreferences, measureColdStart } from "./measure.ts";

/** Demonstrations by prompts: "less than 10%" of the rows recovers 15 to 20 points on GSM8K (arXiv 2502.11284). */
const demonstrationShare = 0.1;

/** A weight of the SFT term that is large enough to matter and smaller than the preference loss. */
const sftWeight = 0.2;

/**
 * Measures whether the policy of a stage is ready for preferences, before its first step; null if the stage learns none.
 * The memory that it takes is given back.
 */
export async function coldStart(
	stage: Pick<Stage, "prepared" | "learner" | "sessions">,
): Promise<ColdStartEvent | null> {
	if (!learnsPreferences(stage.prepared.objective)) return null;
	const began = performance.now();
	const measures = await measureColdStart(stage);
	await stage.sessions.dispose();
	if (measures === null) return null;
	const signs = findSigns(measures);
	const remedy = signs.length === 0 ? null : remedyFor(stage.prepared);
	return {
		kind: "cold-start",
		step: 0,
		...measures,
		...{ signs, remedy },
		text: coldStartText(measures, signs, remedy),
		cost: costOf((performance.now() - began) / 1000),
	};
}

function remedyFor({
	train,
	objective,
	recipe,
}: Pick<Prepared, "train" | "objective" | "recipe">): ColdStartRemedy {
	return {
		demonstrations: Math.ceil(demonstrationShare * promptCount(train)),
		sftTerm: "sft" in recipe.objective ? `objective.sft=${sftWeight}` : null,
		sftWeight: objective.sftWeight ?? 0,
	};
}

function promptCount(train: readonly Group[]): number {
	return new Set(
		train.flatMap(([row]) => (row === undefined ? [] : [promptKey(row)])),
	).size;
}
