import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import { resolveRecipe } from "../../src/recipes/resolve/resolve-recipe.ts";
import type { ColdStartEvent } from "../../src/runs/events.ts";
import { coldStart } from "../../src/train/cold-start/cold-start.ts";
import { prepare } from "../../src/train/prepare/prepare.ts";
import { Training } from "../../src/train/training.ts";

/** What a DPO run with these settings measures before its first step. */
export async function measure(
	folder: string,
	settings: Readonly<Record<string, unknown>>,
): Promise<ColdStartEvent> {
	const recipe = { objective: "dpo", evaluate: "never", out: folder };
	const parsed = parseRecipe({ ...recipe, ...settings }, { where: "study" });
	const prepared = await prepare(resolveRecipe(parsed).recipe);
	const training = await Training.create(
		prepared,
		{ path: folder, manifest: { inputs: [] } },
		new AbortController().signal,
	);
	try {
		const event = await coldStart(training.stage);
		if (event === null) throw new Error("dpo learns preferences");
		return event;
	} finally {
		await training.dispose();
	}
}
