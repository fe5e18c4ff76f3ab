import { TemperError } from "../../core/error.ts";
import { isRecord } from "./is-record.ts";
import { nearest } from "./nearest.ts";
import type { RecipeLayer } from "./recipe-layer.ts";

/** What a stage may set differently from its recipe. What is trained, and on what machine, stays. */
export const stageKeys = [
	"objective",
	"data",
	"leash",
	"optimizer",
	"schedule",
	"batch",
	"length",
	"evaluate",
	"save",
] as const;

/** What each stage of a recipe says, as a layer over the rest. Throws `recipe` for a list that is none, and for other keys. */
export function stageLayers(
	stages: unknown,
	{ layers, where }: { layers: readonly RecipeLayer[]; where: string },
): RecipeLayer[] {
	const source = layers.findLast(({ value }) => "stages" in value);
	const locate = (path: readonly PropertyKey[]) =>
		source?.locate(["stages", ...path]) ?? where;
	if (!Array.isArray(stages) || stages.length === 0)
		throw new TemperError("recipe", {
			where: `${locate([])}: stages`,
			expected: "a list of at least one stage",
			found: Array.isArray(stages) ? "an empty one" : JSON.stringify(stages),
		});
	return stages.map((value: unknown, i) => {
		const at = (path: readonly PropertyKey[]) => locate([i, ...path]);
		if (!isRecord(value))
			throw new TemperError("recipe", {
				where: `${at([])}: stages.${i}`,
				expected: "keys with values, an objective among them",
				found: JSON.stringify(value),
			});
		for (const key of Object.keys(value)) checkKey(key, i, at([key]));
		return { where: at([]), value, locate: at };
	});
}

function checkKey(key: string, stage: number, where: string): void {
	if ((stageKeys as readonly string[]).includes(key)) return;
	const near = nearest(key, stageKeys);
	throw new TemperError("recipe", {
		where,
		expected: `one of ${stageKeys.join(", ")} in a stage`,
		found: `stages.${stage}.${key}`,
		...(near === null ? {} : { hint: `Did you mean ${near}?` }),
	});
}
