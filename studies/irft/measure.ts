import { readFileSync } from "node:fs";
import { alone, type Example, exampleOf } from "../../src/data/example.ts";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";
import { collect, type Generation } from "../../src/generate/collect.ts";
import { openGenerator } from "../../src/generate/open-generator.ts";
import { speak } from "../../src/generate/speaker.ts";
import { computable } from "../../src/models/model.ts";
import { scoreGraph } from "../../src/policy/graphs.ts";
import { openModelText, textOf } from "../../src/policy/model-text.ts";
import { adapterTensors, openAdapter } from "../../src/policy/open-adapter.ts";
import { Policy } from "../../src/policy/policy.ts";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import { graphPrecision } from "../../src/recipes/resolve/resolve-precision.ts";
import {
	type ResolvedRecipe,
	resolveRecipe,
} from "../../src/recipes/resolve/resolve-recipe.ts";
import { numericMatch } from "../../src/rewards/functions/numeric.ts";
import type { Estimate } from "../../src/stats/estimate.ts";
import { mean, meanOf } from "../../src/stats/mean.ts";
import { marginsOf, winRate } from "../../src/stats/share.ts";
import { Evaluator } from "../../src/train/measure/evaluator.ts";
import { type Prepared, prepare } from "../../src/train/prepare/prepare.ts";
import { sessionOptions } from "../../src/train/prepare/session-options.ts";
import { demonstrationsOf } from "../../src/train/rounds/demonstration.ts";

/** What a finished run answers to held-out prompts, and how it moved. */
export interface Measured {
	readonly nll: Estimate | null;
	readonly klTask: Estimate | null;
	readonly klGeneral: Estimate | null;
	/** Share of held-out demonstrations that gained more over the base than the base's own answer did. */
	readonly demoAccuracy: Estimate;
	/** Greedy answers: mean tokens, share that ended, share with the right number. */
	readonly length: Estimate;
	readonly endRate: number;
	readonly exactMatch: Estimate;
}

const newTokens = 96;

/** Measures the adapter of a run, or the base where `adapter` is null. `samples`: a file of the base's answers, made once. */
export async function measure(
	recipePath: string,
	adapter: string | null,
	samples: string,
): Promise<Measured> {
	const value = JSON.parse(readFileSync(recipePath, "utf8"));
	const { recipe } = resolveRecipe(parseRecipe(value));
	const prepared = await prepare(recipe);
	const demonstrations = [
		...demonstrationsOf(prepared.heldOut).values(),
	].flat();
	const prompts = demonstrations.map(({ prompt }) => prompt);
	const answers = await answer(recipe, adapter, prompts, true);
	if (adapter === null) {
		const drawn = await answer(recipe, null, prompts, false);
		await writeFileAtomic(samples, JSON.stringify(drawn.map(({ ids }) => ids)));
	}
	const drawn = JSON.parse(readFileSync(samples, "utf8")) as number[][];
	const rows = demonstrations.flatMap(({ id, prompt, answer: demo }, i) => [
		exampleOf(id, prompt, demo, true),
		exampleOf(id, prompt, drawn[i] ?? [], false),
	]);
	const policy = await policyOf(prepared, adapter);
	const gains = await gainsOf(prepared, policy, rows);
	const session = await prepared.engine.open(sessionOptions(prepared));
	const evaluator = await Evaluator.create(prepared, session);
	const { nll, klTask, klGeneral } = await evaluator.evaluate(policy);
	await evaluator.dispose();
	await session.dispose();
	const right = await Promise.all(
		demonstrations.map(async (demo, i) =>
			numericMatch({ column: null, tolerance: 0 })({
				id: demo.id,
				prompt: "",
				completion: textOf(prepared.tokenizer, answers[i]?.ids ?? []),
				answer: textOf(prepared.tokenizer, demo.answer),
				row: {},
			}),
		),
	);
	return {
		...{ nll, klTask, klGeneral },
		demoAccuracy: winRate(marginsOf(gains)),
		length: meanOf(answers.map(({ ids }) => ids.length)),
		endRate: mean(answers.map(({ reason }) => Number(reason === "stop"))) ?? 0,
		exactMatch: winRate(right.map((hit) => (hit === 1 ? 1 : -1))),
	};
}

async function answer(
	{ model, device }: ResolvedRecipe,
	adapter: string | null,
	prompts: readonly Int32Array[],
	greedy: boolean,
): Promise<Generation[]> {
	const { tokenizer } = await openModelText(model);
	const generator = await openGenerator(model, adapter, {
		device: "cpu",
		threads: device.kind === "cpu" ? device.threads : null,
	});
	const filters = { topK: null, topP: null, minP: null };
	const events = speak({ tokenizer, decoder: generator.tuned }, prompts, {
		maxNewTokens: newTokens,
		sampling: greedy
			? { kind: "greedy" }
			: { kind: "sample", temperature: 1, ...filters },
		seed: 0,
		batchRows: 16,
		withText: false,
	});
	const answers = await collect(events);
	await generator.dispose();
	return answers;
}

/** The trained arrays of an adapter; null: those of the base. */
async function policyOf(
	{ model, tuning, recipe }: Prepared,
	adapter: string | null,
): Promise<Policy> {
	const { trainables } = scoreGraph(computable(model), {
		...{ tuning, precision: graphPrecision(recipe.precision) },
		recompute: false,
		...{ length: 1, chunks: 1, sharedPrompts: false },
	});
	const policy = await Policy.base(trainables, model, tuning);
	if (adapter === null) return policy;
	policy.restore(
		adapterTensors(await openAdapter(adapter, model.architecture)),
	);
	return policy;
}

/** By how much each row's log-probability is above the base's. */
async function gainsOf(
	prepared: Prepared,
	policy: Policy,
	rows: readonly Example[],
): Promise<number[]> {
	const lengths = rows.map(({ ids }) => ids.length + 1);
	const length = Math.max(prepared.graph.length, ...lengths);
	const session = await prepared.engine.open(sessionOptions(prepared));
	const scorer = await session.scorer({ compares: false, length });
	const base = await policyOf(prepared, null);
	const before = (await scorer.score(alone(rows), base)).rows;
	const after = (await scorer.score(alone(rows), policy)).rows;
	await scorer.dispose();
	await session.dispose();
	return after.map(({ logProb }, i) =>
		logProb.reduce((sum, x, t) => sum + x - (before[i]?.logProb[t] ?? x), 0),
	);
}
