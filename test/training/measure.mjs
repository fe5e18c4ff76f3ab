// A process of its own that trains, or tries a recipe out, and says how much memory it took at most.
import { readFileSync } from "node:fs";
import { RunFolder } from "../../dist/runs/folder/run-folder.js";
import { dryRun } from "../../dist/train/dry-run/dry-run.js";
import { train } from "../../dist/train/train.js";
import { peakMemory } from "../../dist/train/watch/peak-memory.js";

const [, , how, path] = process.argv;
const recipe = JSON.parse(readFileSync(path, "utf8"));
if (how === "dry") {
	const { memoryBytes } = await dryRun(recipe);
	console.log(JSON.stringify({ bytes: memoryBytes }));
} else {
	const manifest = { recipe, seed: recipe.seed, inputs: [], sessions: [] };
	const runFolder = await RunFolder.create(recipe.out, manifest, "");
	const { signal } = new AbortController();
	for await (const event of train(recipe, { signal, runFolder }))
		runFolder.log.append(event);
	await runFolder.close();
	console.log(JSON.stringify({ bytes: peakMemory() }));
}
