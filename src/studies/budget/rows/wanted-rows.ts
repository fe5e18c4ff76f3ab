import { TemperError } from "../../../core/error.ts";
import type { ExampleKind } from "../../../recipes/parse/parse-budget.ts";
import { objectiveOf } from "../../../recipes/resolve/objective-of.ts";
import type { Recipe } from "../../../recipes/schemas/recipe-schema.ts";
import type { Wants } from "../../../text/columns/wanted.ts";
import { rowsWanted } from "../../../train/prepare/rows-wanted.ts";

/** The rows that a stage learns from. Throws `recipe` if its objective does not learn from this kind of examples. */
export function wantedRows(
	kind: ExampleKind,
	{ objective }: Pick<Recipe, "objective">,
): Wants {
	const found = objectiveOf(objective);
	const wants = rowsWanted(found);
	const learns = wants === "demonstrations" ? "demonstrations" : "pairs";
	if (found.trains === "policy" && learns === kind) return wants;
	throw new TemperError("recipe", {
		where: `${kind}.recipe.objective`,
		expected:
			kind === "demonstrations"
				? "an objective that learns from demonstrations, such as sft, minor-sft or dft"
				: "an objective that learns from preferences, such as dpo",
		found: objective.kind,
	});
}
