import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../../src/cli/program.ts";
import { writeTinyModel } from "../../src/cli/testing/tiny-model-folder.ts";
import { realContext } from "./real-context.ts";

const rows = ["One?", "Two?", "Three?", "Four?"].map((content) =>
	JSON.stringify({
		messages: [
			{ role: "user", content },
			{ role: "assistant", content: "Yes." },
		],
	}),
);

/** A folder with a whole model, whole rows and a run that was stopped after its first step. */
export async function makeWhole(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), "temper-whole-"));
	mkdirSync(join(folder, "model"));
	await writeTinyModel(join(folder, "model"));
	writeFileSync(join(folder, "rows.jsonl"), `${rows.join("\n")}\n`);
	return folder;
}

/** Trains in a world's folder and interrupts the run after its first step; it then stands in `run/`. */
export async function stopRun(folder: string): Promise<void> {
	const context = realContext();
	const services = context.loadServices;
	const status = await runCli(
		[
			...["train", "--preset", "sft", "--model", join(folder, "model")],
			...["--data", join(folder, "rows.jsonl"), "--out", join(folder, "run")],
			...["--set", "length={kind: steps, count: 2}", "--set", "evaluate=never"],
			...["--set", "data.heldOut=none", "--set", "data.general=null"],
		],
		{
			...context,
			loadServices: async () => {
				const loaded = await services();
				return {
					...loaded,
					runRecipe: (recipes, options) =>
						loaded.runRecipe(recipes, {
							...options,
							onEvent(event) {
								options.onEvent?.(event);
								if (event.kind === "step") context.interrupt();
							},
						}),
				};
			},
		},
	);
	if (status !== 130) throw new Error(context.err());
}
