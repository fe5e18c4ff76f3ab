import { type Example, supervisedCount } from "../data/example.ts";
import { type Piece, showRow } from "../data/show-row.ts";
import { sft } from "../objectives/sft.ts";
import type { ResolvedRecipe } from "../recipes/resolve-recipe.ts";
import { heaviest } from "./heaviest.ts";
import { Learner } from "./learner.ts";
import { peakMemory } from "./peak-memory.ts";
import { type Prepared, prepare } from "./prepare.ts";

/** What one real step says of a whole run. */
export interface DryRunReport {
	readonly rows: number;
	readonly heldOutRows: number;
	/** Optimizer steps of the whole run. */
	readonly steps: number;
	/** Tokens of the whole run, and those of them that are supervised. */
	readonly tokens: number;
	readonly supervisedTokens: number;
	/** Peak of the process over its heaviest micro-batches, with evaluation where the recipe evaluates. */
	readonly memoryBytes: number;
	readonly secondsEstimate: number;
	/** Norm of the objective's first gradient over SFT's on the same rows. */
	readonly gradientRatio: number;
	/** Rows of the first micro-batch, token by token. */
	readonly firstBatch: readonly (readonly Piece[])[];
}

/** Reads everything, takes the first and the heaviest step of a recipe for real, evaluates once, and keeps nothing. */
export async function dryRun(recipe: ResolvedRecipe): Promise<DryRunReport> {
	const prepared = await prepare(recipe);
	const { train, heldOut, steps, plan, tokenizer } = prepared;
	const { microBatches } = plan.step(0);
	const learner = await Learner.create(prepared, null);
	const first = await timed(() => learner.step(microBatches, 0));
	const evaluation =
		recipe.evaluate === "never" ? null : await timed(() => learner.evaluate());
	// The step that compiled nothing and allocated nothing is the one that repeats.
	const second = await timed(() => learner.step(microBatches, 1));
	await learner.step(heaviestStep(prepared), 2);
	const memoryBytes = peakMemory();
	await learner.dispose();
	const sftNorm =
		recipe.objective.kind === "sft"
			? first.value.norm
			: await firstSftNorm(prepared);
	const rows = microBatches.flat().map((index) => train[index] as Example);
	const total = wholeRun(prepared);
	const stepTokens = rows.reduce((sum, { ids }) => sum + ids.length, 0);
	const evaluations = evaluationCount(recipe, steps);
	return {
		rows: train.length,
		heldOutRows: heldOut.length,
		steps,
		...total,
		memoryBytes,
		secondsEstimate:
			(second.seconds * total.tokens) / stepTokens +
			(evaluation?.seconds ?? 0) * evaluations,
		gradientRatio: first.value.norm / sftNorm,
		firstBatch: (microBatches[0] ?? []).map((index) =>
			showRow(train[index] as Example, tokenizer),
		),
	};
}

/** The heaviest micro-batches as one step; a second one adds the arrays into which later gradients are written. */
function heaviestStep({ plan, steps, train }: Prepared) {
	const { microBatches, parts } = heaviest(plan, steps, train);
	return parts > 1 && microBatches.length === 1
		? [...microBatches, ...microBatches]
		: microBatches;
}

async function firstSftNorm(prepared: Prepared): Promise<number> {
	const plain = await Learner.create(prepared, null, sft());
	const { norm } = await plain.step(prepared.plan.step(0).microBatches, 0);
	await plain.dispose();
	return norm;
}

async function timed<T>(
	run: () => Promise<T>,
): Promise<{ value: T; seconds: number }> {
	const began = performance.now();
	const value = await run();
	return { value, seconds: (performance.now() - began) / 1000 };
}

function wholeRun({ plan, steps, train }: Prepared) {
	const perEpoch = train.reduce(
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
