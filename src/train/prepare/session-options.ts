import type { SessionOptions } from "../../engine/engine.ts";
import { samplingOf } from "../../recipes/resolve/row-origin.ts";
import type { Prepared } from "./prepare.ts";

/** What an engine is told of a run. */
export function sessionOptions({
	recipe,
	model,
	base,
	reference,
	graph,
	tokenizer,
}: Prepared): SessionOptions {
	return {
		model: { folder: recipe.model, model },
		base: { folder: recipe.base, model: base },
		...{ reference, graph },
		tokens: recipe.batch.tokens,
		endIds: tokenizer.endOfTurn,
		sampling: samplingOf(recipe.objective)?.precision ?? "float32",
	};
}
