import { requireLike } from "../../../eval/model/require-like.ts";
import { modelFolder } from "../../../recipes/locate/model-folder.ts";
import type { PilotArm } from "../../../recipes/parse/parse-pilot.ts";

const words = {
	...{ wanted: "the pilot's model", other: "the arm's model" },
	hint: "An arm may begin from a model that was tuned from the pilot's, or from another one of its architecture and vocabulary.",
};

/** Throws `weights` unless the models that arms name for themselves have the shapes and the tokens of the base. */
export async function requireArmModels(
	arms: readonly Pick<PilotArm, "name" | "recipe" | "base">[],
): Promise<void> {
	for (const { name, recipe, base } of arms) {
		if (base === null) continue;
		const where = `arm ${name}: model`;
		const [folder, wanted] = [
			modelFolder(recipe.model, where),
			modelFolder(base),
		];
		if (folder !== wanted)
			await requireLike(folder, wanted, { ...words, where });
	}
}
