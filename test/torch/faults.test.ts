import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, inject, test } from "vitest";
import { processTree } from "../../src/engine/torch/process-tree.ts";
import { RunFolder } from "../../src/runs/folder/run-folder.ts";
import { train } from "../../src/train/train.ts";
import {
	type Changes,
	eventsOf,
	runRecipe,
	stepsOf,
} from "../training/run-recipe.ts";
import { tinyFolder } from "../training/tiny-folder.ts";
import { tinyRecipe } from "../training/tiny-recipe.ts";

const python = inject("python");
const folder = tinyFolder();
const changes: Changes = {
	...{ engine: "torch", save: { every: 2 }, evaluate: "never" },
	length: { kind: "steps", count: 5 },
};

/** The processes of this one that run PyTorch. */
function workers(): number[] {
	return processTree(process.pid)
		.map(({ pid }) => pid)
		.filter((pid) =>
			readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("temper_torch"),
		);
}

const adapter = (out: string) =>
	readFileSync(`${out}/adapter/adapter_model.safetensors`, "base64");

describe.skipIf(python === null)("a run with PyTorch", () => {
	test("that was stopped ends in the same bytes", async () => {
		const whole = await runRecipe(folder, changes);
		const resumed = await runRecipe(folder, changes, 3);
		expect(resumed.adapter).toBe(whole.adapter);
		expect(stepsOf(resumed.events)).toEqual(stepsOf(whole.events));
		expect(workers()).toEqual([]);
	});

	test.skipIf(process.platform !== "linux")(
		"whose process is killed goes on from its checkpoint and ends in the same bytes",
		async () => {
			const whole = await runRecipe(folder, changes);
			const out = `${folder}/killed`;
			const recipe = tinyRecipe(folder, { ...changes, out });
			const manifest = { recipe: {}, seed: 0, inputs: [], sessions: [] };
			const run = await RunFolder.create(out, manifest, "");
			const { signal } = new AbortController();
			let killed = 0;
			const notes: string[] = [];
			for await (const event of train(recipe, { signal, runFolder: run })) {
				run.log.append(event);
				if (event.kind === "note") notes.push(event.text);
				if (event.kind !== "step" || event.step !== 3 || killed > 0) continue;
				for (const pid of workers()) {
					process.kill(pid, "SIGKILL");
					killed++;
				}
			}
			await run.close();
			expect(killed).toBe(1);
			expect(notes).toEqual([
				"The processes of the engine were lost: the first one was ended by SIGKILL. The run continues from the checkpoint of step 2, with new processes.",
			]);
			expect(adapter(out)).toBe(whole.adapter);
			const logged = readFileSync(`${out}/events.jsonl`, "utf8")
				.trim()
				.split("\n")
				.map((line) => JSON.parse(line));
			expect(eventsOf(logged, "step").map(({ step }) => step)).toEqual([
				1, 2, 3, 4, 5,
			]);
			expect(readdirSync(out)).not.toContain("outcome");
		},
	);
});
