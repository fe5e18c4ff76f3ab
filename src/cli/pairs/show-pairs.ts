import { type Agreement, fewestLabels } from "../../pairs/labelled.ts";
import type { PairsReport } from "../../pairs/pairs-report.ts";
import type { PositionBias } from "../../pairs/rank/votes.ts";
import { renderPairs, renderTable } from "../terminal/table.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import { showCount, showPercent } from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";
import { showShare } from "../train/event-lines.ts";

type Fact = readonly [name: string, value: string];

/** Prints what was made, what was dropped and why, and what is known of the judge. */
export function showPairs(report: PairsReport, terminal: Terminal): void {
	const facts = [
		...countFacts(report),
		...biasFacts(report.bias),
		...labelFacts(report.labelled),
	];
	for (const line of renderPairs(facts)) terminal.line(line);
	for (const reason of report.failures)
		terminal.line(`  failed: ${harmless(reason)}`);
	for (const line of binLines(report.labelled)) terminal.line(line);
	for (const note of report.notes)
		for (const line of wrap(`note: ${note}`, terminal.columns, 2))
			terminal.line(line);
}

/** `4 of 6; left out: 1 cut, 1 empty`. */
function left(
	total: number,
	dropped: readonly (readonly [count: number, reason: string])[],
): string {
	const some = dropped.filter(([count]) => count > 0);
	const rest = some.reduce((sum, [count]) => sum - count, total);
	const reasons = some.map(
		([count, reason]) => `${showCount(count)} ${reason}`,
	);
	return some.length === 0
		? showCount(total)
		: `${showCount(rest)} of ${showCount(total)}; left out: ${reasons.join(", ")}`;
}

function countFacts(report: PairsReport): Fact[] {
	const { prompts, samples, comparisons, pairs } = report;
	const { undecided, confidence, margin, limit } = comparisons.dropped;
	const unused =
		prompts.rows - prompts.used - prompts.repeated - prompts.tooLong;
	return [
		[
			"prompts",
			left(prompts.rows, [
				[prompts.repeated, "that repeat another row"],
				[prompts.tooLong, "too long"],
				[unused, "beyond --limit"],
			]),
		],
		[
			"samples",
			left(samples.drawn, [
				[samples.cut, "cut at the limit of tokens"],
				[samples.empty, "empty"],
				[samples.repeated, "that repeat another answer"],
				[samples.withoutDemonstration, "of rows without a demonstration"],
			]),
		],
		[
			"pairs",
			left(comparisons.possible, [
				[comparisons.nearIdentical, "near-identical"],
				[comparisons.unasked, "beyond --comparisons"],
				[comparisons.failed, "that the judge failed on"],
				[undecided, "that the judge did not decide"],
				[confidence, "below --min-confidence"],
				[margin, "below --margin"],
				[limit, "beyond --per-prompt"],
			]),
		],
		...(report.confidence === null
			? []
			: ([
					["confidence", `${showPercent(report.confidence)} on average`],
				] as const)),
		[
			"prompts with a pair",
			`${showCount(prompts.paired)} of ${showCount(prompts.used)}`,
		],
		...(report.chosenLonger === null
			? []
			: ([
					[
						"chosen is longer",
						`in ${showShare(report.chosenLonger)} of ${showCount(pairs)} pairs`,
					],
				] as const)),
		...(report.demonstrations === null
			? []
			: ([["best answers", showCount(report.demonstrations)]] as const)),
	];
}

function biasFacts(bias: PositionBias | null): Fact[] {
	if (bias === null) return [];
	const { decided, first, comparisons, ties } = bias;
	const place =
		first === null ? "" : `; ${showShare(first)} of these for the first place`;
	return [
		[
			"position bias",
			`the order decided ${showShare(decided)} of ${showCount(comparisons)} comparisons${place}`,
		],
		["ties", `${showPercent(ties)} of the verdicts`],
	];
}

function labelFacts(labelled: Agreement | null): Fact[] {
	if (labelled === null) return [];
	const { pairs, failed, undecided, agreement, scale } = labelled;
	const counted = `${showCount(pairs)} labelled pairs`;
	const others = [
		...(undecided > 0
			? [`${showCount(undecided)} undecided, counted half`]
			: []),
		...(failed > 0 ? [`${showCount(failed)} failed`] : []),
	];
	const note = others.length === 0 ? "" : ` (${others.join("; ")})`;
	return [
		[
			"agreement",
			agreement === null
				? `none of the labelled pairs could be compared${note}`
				: `the judge agrees with ${showShare(agreement)} of ${counted}${note}`,
		],
		[
			"calibration",
			scale === null
				? `none: it needs ${fewestLabels} labelled pairs that the judge decides`
				: "confidences are fitted to the labelled pairs",
		],
	];
}

/** What confidence is worth, by the labelled pairs. */
function binLines(labelled: Agreement | null): string[] {
	if (labelled === null || labelled.bins.length === 0) return [];
	return [
		"",
		...renderTable(
			[
				{ title: "confidence" },
				{ title: "labelled pairs", align: "right" },
				{ title: "mean", align: "right" },
				{ title: "agree", align: "right" },
			],
			labelled.bins.map(({ from, to, pairs, confidence, right }) => [
				`${from} to ${to}`,
				showCount(pairs),
				showPercent(confidence),
				showShare(right),
			]),
		),
	];
}
