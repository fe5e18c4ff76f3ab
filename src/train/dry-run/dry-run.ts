import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Piece, showRow } from "../../data/check/show-row.ts";
import { type Group, supervisedCount } from "../../data/example.ts";
import { rowOrigins } from "../../objectives/objective.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type { ColdStartEvent } from "../../runs/events.ts";
import { coldStart } from "../cold-start/cold-start.ts";
import { learnsPreferences } from "../cold-start/measure.ts";
import { comparedRows } from "../measure/evaluator.ts";
import { type Prepared, prepare } from "../prepare/prepare.ts";
import type { Rounding } from "../prepare/rounding.ts";
import type { StepRows } from "../sources/source.ts";
import { Training } from "../training.ts";
import { gradientNote } from "../watch/hardly-moved.ts";
import { summarise } from "../watch/monitors.ts";
import { peakMemory } from "../watch/peak-memory.ts";
import { type FactorAdvice, factorAdvice } from "./factor-advice.ts";
import { heaviest } from "./heaviest.ts";
import { type RunCost, realSteps, timed, timeRun } from "./time-run.ts";

/** An estimate of a whole run from a few real steps. */
export interface DryRunReport {
	readonly rows: number;
	readonly heldOutRows: number;
	/** Optimizer steps of the whole run. */
	readonly steps: number;
	/** Tokens of the whole run's data, and those of them that are supervised. */
	readonly tokens: number;
	readonly supervisedTokens: number;
	/** Peak of this process, or of the engine's own ones, over its heaviest micro-batches, with evaluation if the recipe evaluates. */
	readonly memoryBytes: number;
	readonly secondsEstimate: number;
	readonly cost: RunCost;
	/** How often a leash measures, on how many rows, and how many rows it holds; null without one. */
	readonly leash: {
		readonly every: number;
		readonly measuredRows: number;
		readonly heldRows: number;
	} | null;
	/** What int8 or int4 changes of the model (KL from float32, nats per token); null if the recipe asks for neither. */
	readonly rounding: Rounding | null;
	/** Norm of the objective's first gradient over SFT's on the same rows; null for an objective that reads no tokens. */
	readonly gradientRatio: number | null;
	/** How ready the policy is for preferences; null if the objective learns none, or the policy does not exist yet. */
	readonly coldStart: ColdStartEvent | null;
	/** What a reader should know of data and model before training. */
	readonly notes: readonly string[];
	/** An option that multiplies a sum over an answer, and what fits the rows; null for an objective without one. */
	readonly sumFactor: FactorAdvice | null;
	/** Rows of the first micro-batch, token by token. */
	readonly firstBatch: readonly (readonly Piece[])[];
}

export interface DryRunOptions {
	/** Whether the recipe is a stage after the first one: the policy that it begins with does not exist yet. */
	readonly later?: boolean;
}

/** Reads everything, runs the first steps and the most expensive step of a recipe, evaluates, and keeps nothing. */
export async function dryRun(
	recipe: ResolvedRecipe,
	{ later = false }: DryRunOptions = {},
): Promise<DryRunReport> {
	const began = performance.now();
	const prepared = await prepare(recipe);
	const folder = await mkdtemp(join(tmpdir(), "temper-dry-run-"));
	try {
		return await practise(prepared, folder, { began, later });
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function practise(
	prepared: Prepared,
	folder: string,
	{ began, later }: { readonly began: number; readonly later: boolean },
): Promise<DryRunReport> {
	const { train, heldOut, steps, tokenizer, objective, leash } = prepared;
	const { samples } = rowOrigins[objective.rows];
	// What is sampled is sampled for one step alone.
	const part = samples ? { ...prepared, steps: 1 } : prepared;
	const total = wholeRun(prepared);
	const manifest = { inputs: [] };
	const signal = new AbortController().signal;
	const training = await Training.create(
		part,
		{ path: folder, manifest },
		signal,
	);
	const readiness = later ? null : await coldStart(training.stage);
	const sampling = await timed(async () => {
		for await (const _ of training.source.open(0));
	});
	const rows = training.source.rows(0);
	const { first, cost } = await timeRun(training, {
		began,
		sampling: samples ? sampling.seconds : null,
		steps: part.steps,
		evaluates: prepared.recipe.evaluate !== "never",
		tokensPerStep: total.tokens / steps,
	});
	if (!samples)
		await training.learner.step(
			await training.plan(heaviestRows(prepared, rows), realSteps + 1),
		);
	const { memoryBytes: own } = training.stage.session.facts;
	const memoryBytes = own ?? peakMemory();
	const still = gradientNote({ gradNorm: first.norm }, first.units);
	await training.dispose();
	return {
		rows: train.length,
		heldOutRows: heldOut.length,
		steps,
		...total,
		...{ memoryBytes, cost },
		secondsEstimate: secondsOf(cost, prepared),
		leash: leash && {
			every: leash.every,
			measuredRows: Math.min(comparedRows, prepared.general.length),
			heldRows: leash.held.length,
		},
		rounding: prepared.rounding,
		coldStart: readiness,
		notes: [
			...prepared.notes,
			...(still === null ? [] : [still]),
			...(later && learnsPreferences(objective) ? [laterNote] : []),
		],
		gradientRatio: first.units?.ratio ?? (objective.name === "sft" ? 1 : null),
		sumFactor: factorAdvice(prepared, summarise(first.results).nll),
		firstBatch: (rows.microBatches[0] ?? [])
			.flat()
			.map((row) => showRow(row, tokenizer)),
	};
}

const laterNote =
	"The policy that this stage begins with is not trained yet. Whether it is ready for preferences (cold start) is measured when the stage begins.";

/** Seconds of a whole run. */
function secondsOf(cost: RunCost, { recipe, steps, leash }: Prepared): number {
	const evaluations = Math.max(0, evaluationCount(recipe, steps) - 1);
	return (
		cost.startSeconds +
		cost.stepSeconds * steps +
		cost.evaluationSeconds * evaluations +
		(leash === null ? 0 : (cost.leashSeconds * steps) / leash.every)
	);
}

/** The heaviest micro-batches as one step, each twice if steps have several: for a session beside the first, and the arrays into which later gradients are written. */
function heaviestRows(
	{ plan, steps, train }: Prepared,
	{ epoch, known }: StepRows,
): StepRows {
	const { microBatches: indices, parts } = heaviest(plan, steps, train);
	const microBatches = indices.map((batch) =>
		batch.map((index) => train[index] as Group),
	);
	const repeated =
		parts > 1 ? [...microBatches, ...microBatches] : microBatches;
	return { epoch, known, microBatches: repeated };
}

function wholeRun({ plan, steps, train }: Prepared) {
	const perEpoch = train.flat().reduce(
		(sum, row) => ({
			tokens: sum.tokens + row.ids.length,
			supervisedTokens: sum.supervisedTokens + supervisedCount(row),
		}),
		{ tokens: 0, supervisedTokens: 0 },
	);
	const epochs = steps / plan.stepsPerEpoch;
	return {
		tokens: Math.round(perEpoch.tokens * epochs),
		supervisedTokens: Math.round(perEpoch.supervisedTokens * epochs),
	};
}

/** Evaluations of a run, the one before the first step among them. */
function evaluationCount({ evaluate }: ResolvedRecipe, steps: number): number {
	if (evaluate === "never") return 0;
	return evaluate === "end" ? 2 : 1 + Math.ceil(steps / evaluate.every);
}
