import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../src/engine/engine.ts";
import type { ResolvedRecipe } from "../../src/recipes/resolve/resolve-recipe.ts";
import type { RunEvent, StepEvent } from "../../src/runs/events.ts";
import { RunFolder } from "../../src/runs/folder/run-folder.ts";
import { train } from "../../src/train/train.ts";
import { tinyRecipe } from "./tiny-recipe.ts";

export type Changes = Readonly<Record<string, unknown>>;

export interface FinishedRun {
	readonly out: string;
	readonly recipe: ResolvedRecipe;
	readonly events: readonly RunEvent[];
	/** Bytes of the adapter, as base64; empty where the run made none. */
	readonly adapter: string;
}

/**
 * Trains by the real loop; with `stopAt` it is interrupted after that step and then goes on. `engine`: computes until then,
 * by default the recipe's.
 */
export async function runRecipe(
	folder: string,
	changes: Changes,
	stopAt: number | null = null,
	engine: ((recipe: ResolvedRecipe) => Engine) | null = null,
): Promise<FinishedRun> {
	const out = mkdtempSync(join(folder, "run-"));
	const recipe = tinyRecipe(folder, { ...changes, out });
	const manifest = {
		recipe: {},
		seed: recipe.seed,
		inputs: [],
		sessions: [],
	};
	const created = await RunFolder.create(out, manifest, "");
	const first = await follow(
		created,
		recipe,
		(event) => (event.kind === "step" ? event.step === stopAt : false),
		engine?.(recipe),
	);
	const events =
		stopAt === null
			? first
			: [...first, ...(await follow(await RunFolder.open(out), recipe))];
	const weights = join(out, "adapter", "adapter_model.safetensors");
	const adapter = existsSync(weights)
		? readFileSync(weights).toString("base64")
		: "";
	return { out, recipe, events, adapter };
}

/** Runs the loop in a folder to its end, or until an event is the one to stop at. */
export async function follow(
	runFolder: RunFolder,
	recipe: ResolvedRecipe,
	stopsAt: (event: RunEvent) => boolean = () => false,
	engine?: Engine,
): Promise<RunEvent[]> {
	const stop = new AbortController();
	const events: RunEvent[] = [];
	try {
		const { signal } = stop;
		for await (const event of train(recipe, { signal, runFolder, engine })) {
			runFolder.log.append(event);
			events.push(event);
			if (stopsAt(event)) stop.abort();
		}
	} finally {
		await runFolder.close();
	}
	return events;
}

export function eventsOf<K extends RunEvent["kind"]>(
	events: readonly RunEvent[],
	kind: K,
): Extract<RunEvent, { kind: K }>[] {
	return events.filter(
		(event): event is Extract<RunEvent, { kind: K }> => event.kind === kind,
	);
}

/** Steps without what they cost. */
export function stepsOf(
	events: readonly RunEvent[],
): Omit<StepEvent, "cost">[] {
	return eventsOf(events, "step").map(({ cost: _, ...event }) => event);
}
