import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";
import { computable } from "../../src/models/model.ts";
import { scoreGraph } from "../../src/policy/graphs.ts";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import { resolveRecipe } from "../../src/recipes/resolve/resolve-recipe.ts";
import { summariseRun } from "../../src/runs/run-summary.ts";
import type { Estimate } from "../../src/stats/estimate.ts";
import { Evaluator } from "../../src/train/measure/evaluator.ts";
import { prepare } from "../../src/train/prepare/prepare.ts";
import { sessionOptions } from "../../src/train/prepare/session-options.ts";
import { startingPolicy } from "../../src/train/prepare/starting-policy.ts";

/** What became of a run. All in nats per token. */
export interface Measured {
	/** By how much the NLL of held-out rows fell. */
	readonly gain: number;
	/** KL(base || tuned) on the rows that the run measured, and on rows that it never saw. */
	readonly kl: Estimate;
	readonly freshKl: Estimate;
	readonly steps: number;
	readonly seconds: number;
	/** The share of its way at which a leash left it; null where training ended there. */
	readonly drawnBack: number | null;
}

/** Measures a finished run, once. */
export async function measure(run: string, fresh: string): Promise<Measured> {
	const path = join(run, "measured.json");
	if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
	const { evaluations, leash, step, seconds } = await summariseRun(run);
	const [before, after] = [evaluations[0], evaluations.at(-1)];
	const measured: Measured = {
		gain: (before?.nll?.value ?? Number.NaN) - (after?.nll?.value ?? 0),
		kl: after?.klGeneral as Estimate,
		freshKl: await freshKl(run, fresh),
		...{ steps: step, seconds },
		drawnBack: leash.at(-1)?.outcome?.drawnBack ?? null,
	};
	await writeFileAtomic(path, JSON.stringify(measured));
	return measured;
}

async function freshKl(run: string, fresh: string): Promise<Estimate> {
	const { manifest } = await summariseRun(run);
	const recipe = parseRecipe(
		manifest.recipe as Readonly<Record<string, unknown>>,
		{
			where: run,
			overrides: [
				"objective=sft",
				"leash=null",
				`data.general=${fresh}`,
				`tune.from=${join(run, "adapter")}`,
			],
		},
	);
	const prepared = await prepare(resolveRecipe(recipe).recipe);
	const { trainables } = scoreGraph(computable(prepared.model), prepared.graph);
	const tuned = await startingPolicy(prepared, trainables);
	const session = await prepared.engine.open(sessionOptions(prepared));
	const evaluator = await Evaluator.create(prepared, session);
	const { kl } = await evaluator.deviation(tuned);
	await evaluator.dispose();
	await session.dispose();
	return kl;
}
