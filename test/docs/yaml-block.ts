import { parse } from "yaml";
import { parseTask } from "../../src/eval/task/read-task.ts";
import { parseLauncher } from "../../src/recipes/launcher.ts";
import { parsePilot } from "../../src/recipes/parse/parse-pilot.ts";
import { parseStages } from "../../src/recipes/parse/parse-recipe.ts";
import { rewardsSchema } from "../../src/recipes/schemas/reward-schema.ts";

const recipe = "model: m\ndata: { train: rows.jsonl }\n";
const pilot = `${recipe}tasks: [a.task.yaml]\narms: [sft]\n`;

/** The lines of a fragment over those that it needs to be whole: a key of the fragment replaces the key below it. */
function completed(fragment: string, base: string): string {
	const keys = Object.keys(parse(fragment) as object);
	const lines = base
		.split("\n")
		.filter((line) => !keys.includes(line.split(":")[0]!));
	return `${lines.join("\n")}${fragment}`;
}

/** Reads a block of YAML as what its info string says that it is. Throws what the product would report. */
export function readYamlBlock(text: string, info: readonly string[]): void {
	const [, kind, fragment] = info;
	const whole = (base: string) =>
		fragment === "fragment" ? completed(text, base) : text;
	switch (kind) {
		case "recipe":
			parseStages(whole(recipe));
			return;
		case "pilot":
			parsePilot(whole(pilot));
			return;
		case "task":
			parseTask(text);
			return;
		case "launcher":
			parseLauncher(text);
			return;
		case "rewards":
			rewardsSchema.parse((parse(text) as { reward: unknown }).reward);
			return;
		default:
			throw new Error(
				"expected yaml recipe, yaml pilot, yaml task, yaml launcher or yaml rewards",
			);
	}
}
