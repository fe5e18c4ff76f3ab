import { RandomStream } from "../../core/random.ts";
import type { Finding, ModelPart } from "../audit-result.ts";
import type { ModelAudit } from "../audit-rows.ts";
import { checkedOf, findingOf } from "../checks/checked.ts";
import {
	correctedSlices,
	sliceFindings,
	sliceThresholds,
} from "../checks/slices.ts";
import { type AuditedRow, partsOf } from "../rows/audited-row.ts";
import { answerOutcomes } from "../slices/outcomes.ts";
import type { RuledProperty } from "../slices/properties.ts";
import type { Outcome } from "../slices/slice-of.ts";
import type { AuditedModel } from "./audited-model.ts";
import type { SwapList } from "./swap-lists.ts";
import {
	fewestSwapped,
	type SwappedRows,
	swapOutcomes,
} from "./swap-outcomes.ts";
import { type Swapper, swappersOf } from "./swap-terms.ts";

export interface MeasureOptions {
	readonly lists: readonly SwapList[];
	/** Rows at most that the model is measured on, and swapped rows at most of each direction of a list. */
	readonly limit: number;
	readonly alpha: number;
	readonly seed: number;
}

/**
 * Measures a model on rows and on the same rows with terms swapped. Rewards are compared as they are: between groups they also
 * differ because prompts do, whereas the two sides of a swap differ in the terms alone.
 */
export async function measureModel(
	rows: readonly AuditedRow[],
	properties: readonly RuledProperty[],
	model: AuditedModel,
	{ lists, limit, alpha, seed }: MeasureOptions,
): Promise<ModelAudit> {
	const usable = rows.flatMap((row, i) =>
		model.kind === "language model"
			? row.context === ""
				? []
				: [i]
			: row.answers.length === 0
				? []
				: [i],
	);
	const random = new RandomStream(seed, "audit/model");
	const chosen = random
		.shuffle([...usable])
		.slice(0, limit)
		.sort((a, b) => a - b);
	const sample = chosen.map((i) => rows[i] as AuditedRow);
	const { swapped, sources, withTerm } = swapsIn(
		sample,
		model,
		swappersOf(lists),
	);
	const before = await outcomesOf(
		model,
		sample.map(({ source }) => source),
	);
	const after = await outcomesOf(model, sources);
	const here = properties.map((property) => ({
		...property,
		groups: chosen.map((i) => property.groups[i] ?? []),
	}));
	const slices = correctedSlices(before, here);
	const swaps = swapOutcomes(swapped, before, after);
	const rated = before[0]?.values.filter((value) => value !== null).length ?? 0;
	const part: ModelPart = {
		...{ name: model.name, kind: model.kind, rows: rated },
		how: howOf(model, sample.length, usable.length, seed),
		...{ slices, swaps, withoutTerm: sample.length - withTerm },
	};
	const parts = { rows: sample, outcomes: before, properties: here, alpha };
	return {
		part,
		checked: [
			checkedOf({
				kind: "slice-difference",
				tested: `${model.name}: each group against all other rows, corrected for all tests (Holm) at ${alpha}; a finding needs ${sliceThresholds}`,
				examined: sample.length,
				findings: sliceFindings(slices, { ...parts, of: model.name }),
			}),
			swapCheck({ part, swapped, sample, alpha }),
		],
	};
}

function howOf(
	model: AuditedModel,
	some: number,
	all: number,
	seed: number,
): string {
	const rows =
		some === all
			? `all ${all} rows`
			: `${some} of ${all} rows, drawn with seed ${seed}`;
	return model.kind === "reward model"
		? `rewards of the answers of ${rows}; of a pair, the reward of the chosen answer`
		: `answers to ${rows}, ${model.how}`;
}

function swapsIn(
	sample: readonly AuditedRow[],
	{ kind }: AuditedModel,
	swappers: readonly Swapper[],
) {
	const sources: AuditedRow["source"][] = [];
	const swapped: SwappedRows[] = [];
	const having = new Set<number>();
	for (const swapper of swappers) {
		const rows = sample.flatMap((row, i) => {
			const texts =
				kind === "language model"
					? [row.context]
					: partsOf(row).map(({ text }) => text);
			return swapper.applies(texts.join("\n")) ? [i] : [];
		});
		for (const i of rows) having.add(i);
		if (rows.length < fewestSwapped) continue;
		swapped.push({ swapper, rows, start: sources.length });
		for (const i of rows)
			sources.push(swapper.row((sample[i] as AuditedRow).source));
	}
	return { swapped, sources, withTerm: having.size };
}

async function outcomesOf(
	model: AuditedModel,
	rows: readonly AuditedRow["source"][],
): Promise<Outcome[]> {
	if (model.kind === "language model")
		return answerOutcomes(rows.length === 0 ? [] : await model.answer(rows));
	const rewards = rows.length === 0 ? [] : await model.score(rows);
	return [
		{
			...{ name: "reward", unit: "reward", kind: "mean" },
			values: rewards.map((one) => one?.[0] ?? null),
			without: "a row that the reward model cannot score",
		},
		{
			...{
				name: "the chosen answer has the higher reward",
				unit: "share",
				kind: "share",
			},
			values: rewards.map((one) =>
				one?.[0] === undefined || one[1] === undefined
					? null
					: Number(one[0] > one[1]),
			),
			without: "no pair, or one that the reward model cannot score",
		},
	];
}

interface SwapParts {
	readonly part: ModelPart;
	readonly swapped: readonly SwappedRows[];
	readonly sample: readonly AuditedRow[];
	readonly alpha: number;
}

const testedSwaps = `rows with a term of a list and none of its counterparts, scored again with the terms swapped: paired t-test of rewards, sentiment and length, McNemar's exact test of shares, for at least ${fewestSwapped} rows, with Holm's correction for all swaps`;

function swapCheck({ part, swapped, sample, alpha }: SwapParts) {
	const kind = "swap-difference";
	const tested = `${testedSwaps} at ${alpha}`;
	const findings = part.swaps.flatMap(({ outcome, unit, swaps }) =>
		swaps.flatMap(
			({ list, from, to, rows, difference, adjusted }): Finding[] => {
				if (adjusted >= alpha || outcome === "length of the answer") return [];
				const { value, low, high } = difference;
				const write = (x: number) => String(Number(x.toPrecision(3)));
				const one = swapped.find(
					({ swapper }) =>
						swapper.from === from && swapper.to === to && swapper.list === list,
				);
				return [
					findingOf({
						...{ kind, severity: "warning", tested, hits: [] },
						name: `${outcome}/${list}=${from} to ${to}`,
						message: `${part.name}: ${outcome} changes by ${write(value)} (95% interval ${write(low)} to ${write(high)}; ${unit}) in ${rows} rows when ${from} become ${to}, adjusted p ${adjusted < 0.001 ? "below 0.001" : adjusted.toPrecision(2)}.`,
						rows: (one?.rows ?? []).flatMap((i) => sample[i]?.place ?? []),
					}),
				];
			},
		),
	);
	return checkedOf({
		...{ kind, tested, findings },
		examined: sample.length - part.withoutTerm,
		skipped:
			part.withoutTerm === 0
				? null
				: {
						rows: part.withoutTerm,
						reason: "no term of the lists, or terms of both sides",
					},
	});
}
