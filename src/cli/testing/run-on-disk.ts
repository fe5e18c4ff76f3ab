import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../runs/events.ts";
import type { JudgedSample } from "../../runs/folder/round-folder.ts";

const cost = { seconds: 20, tokensPerSecond: 100, memoryBytes: 1e9 };

/** A run of an objective with these events, then its end, written as training writes one. */
export function writeRun(
	path: string,
	kind: string,
	events: readonly RunEvent[] = [],
): void {
	mkdirSync(path, { recursive: true });
	const recipe = { model: "/models/tiny", objective: { kind } };
	const manifest = { recipe, seed: 0, inputs: [], sessions: [] };
	writeFileSync(join(path, "recipe.json"), JSON.stringify(recipe));
	writeFileSync(join(path, "manifest.json"), JSON.stringify(manifest));
	const end: RunEvent = {
		kind: "end",
		step: 3,
		reason: "finished",
		result: "adapter",
		error: null,
		cost,
	};
	const lines = [...events, end].map((event) => JSON.stringify(event));
	writeFileSync(join(path, "events.jsonl"), `${lines.join("\n")}\n`);
}

/** The samples of a round, with their verdicts. */
export function writeRound(
	run: string,
	round: number,
	samples: readonly JudgedSample[],
): void {
	const folder = join(run, "rounds", `round-${round}`);
	mkdirSync(folder, { recursive: true });
	const lines = samples.map((sample) => `${JSON.stringify(sample)}\n`);
	writeFileSync(join(folder, "samples.jsonl"), lines.join(""));
}
