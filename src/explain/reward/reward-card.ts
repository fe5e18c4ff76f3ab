import { TemperError } from "../../core/error.ts";
import type { Example, Group } from "../../data/example.ts";
import { supervisedCount } from "../../data/example.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import { describeVersions } from "../../runs/machine.ts";
import { placeOf } from "../../text/columns/row-format.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import type { At } from "../explanation.ts";
import type { OpenedRun } from "../open-run.ts";
import { stateAt } from "../policy-at.ts";
import { cardFigures, type RewardedPair } from "./card-figures.ts";
import type { RewardCard } from "./reward-explanation.ts";
import { rewardOfRun } from "./reward-run.ts";

/** Columns that hold a pair itself. */
const answerColumns: ReadonlySet<string> = new Set([
	...["prompt", "chosen", "rejected", "messages", "conversations"],
	...["question", "instruction", "input", "answer", "output"],
	...["system", "system_prompt", "history", "tools"],
]);

/**
 * The card of a run's reward model: data with hashes, accuracy by slice, and how rewards go with what can be seen of the
 * text. Figures are of the held-out pairs, or of the training pairs if none are held out. Throws as `explainReward`.
 */
export async function rewardCard(run: OpenedRun, at: At): Promise<RewardCard> {
	const { prepared, inputs } = run;
	const { recipe, train, heldOut } = prepared;
	const measured = heldOut.length > 0 ? heldOut : [...new Set(train)];
	const reward = await rewardOfRun(run, at);
	let rewards: number[];
	try {
		rewards = await reward.score(measured.flat());
	} finally {
		await reward.dispose();
	}
	const columns = await columnsOf(run);
	const pairs = pairsOf(measured, rewards, columns, prepared.tokenizer);
	if (pairs.length === 0)
		throw new TemperError("data", {
			where: run.name,
			expected: "pairs to measure a reward model on",
			found: "none",
		});
	const { kind: _, ...options } = recipe.objective;
	return {
		version: 1,
		created: new Date().toISOString(),
		temper: describeVersions().temper,
		run: run.name,
		step: (await stateAt(run, at)).step,
		model: recipe.model,
		options,
		seed: recipe.seed,
		learningRate: recipe.optimizer.learningRate,
		inputs: inputs.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
		trained: new Set(train).size,
		heldOut: heldOut.length,
		measuredOn: heldOut.length > 0 ? "held-out" : "training",
		...cardFigures(pairs, answerColumns),
	};
}

/** The columns of all rows, by their places. */
async function columnsOf({
	prepared: { recipe },
}: OpenedRun): Promise<Map<string, Readonly<Record<string, unknown>>>> {
	const { train, heldOut } = recipe.data;
	const files = train.map(({ path }) => path);
	if (heldOut.kind === "file") files.push(heldOut.path);
	const columns = new Map<string, Readonly<Record<string, unknown>>>();
	for (const file of files)
		for await (const row of readRows(file))
			columns.set(placeOf(row), row.value);
	return columns;
}

function pairsOf(
	groups: readonly Group[],
	rewards: readonly number[],
	columns: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
	tokenizer: Tokenizer,
): RewardedPair[] {
	const places = new Map(groups.flat().map((row, i) => [row, i] as const));
	const side = (row: Example) => ({
		text: textOf(row, tokenizer),
		tokens: supervisedCount(row),
		reward: rewards[places.get(row) as number] ?? Number.NaN,
	});
	return groups.flatMap(([chosen, rejected]) =>
		chosen && rejected
			? [
					{
						chosen: side(chosen),
						rejected: side(rejected),
						columns: columns.get(chosen.id) ?? {},
					},
				]
			: [],
	);
}

function textOf({ ids, mask }: Example, tokenizer: Tokenizer): string {
	const answer = ids.filter((_, place) => mask[place] === 1);
	return tokenizer.decode(answer, { skipSpecial: true });
}
