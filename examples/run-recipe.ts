// Trains by a recipe and writes a run folder, as `npx temper-lm train` does.
//   npx tsx --conditions=source examples/run-recipe.ts examples/recipe.yaml
import { readStages, runRecipe } from "temper-lm";

const recipe = readStages(process.argv[2] ?? "recipe.yaml");
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());

const run = await runRecipe(recipe, {
	signal: stop.signal,
	onEvent(event) {
		if (event.kind === "step") console.log(event.step, event.nll);
	},
});
console.log(run.state, run.path);
