import { TemperError } from "../../core/error.ts";
import { matchesTarget } from "../../formats/peft/adapter.ts";
import type { ModelShape } from "../../models/architecture.ts";
import type { Tuning } from "../../nn/parameters.ts";
import type { ResolvedTune } from "../../recipes/resolve/resolve-recipe.ts";

/** What a recipe trains of a model. Throws `recipe` for a target that names no layer. */
export function tuningOf(
	tune: ResolvedTune,
	{ linears, family }: ModelShape,
): Tuning {
	if (tune.kind === "full") return { kind: "full" };
	const { targets, rank, alpha, rslora, dropout } = tune;
	const paths = linears.map(({ path }) => path);
	if (targets === "all-linear")
		return {
			kind: "lora",
			...{ rank, alpha, rslora, dropout },
			paths: new Set(paths),
		};
	for (const target of targets)
		if (!paths.some((path) => matchesTarget(path, target)))
			throw new TemperError("recipe", {
				where: "tune.targets",
				expected: `linear layers of a ${family} model: ${lastWords(paths).join(", ")}`,
				found: target,
			});
	const chosen = paths.filter((path) =>
		targets.some((target) => matchesTarget(path, target)),
	);
	return {
		kind: "lora",
		...{ rank, alpha, rslora, dropout },
		paths: new Set(chosen),
	};
}

function lastWords(paths: readonly string[]): string[] {
	return [...new Set(paths.map((path) => path.split(".").at(-1) as string))];
}
