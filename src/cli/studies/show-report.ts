import type {
	DataReport,
	Lengths,
	Listed,
	Pairs,
} from "../../data/check/data-report.ts";
import { renderPairs } from "../terminal/table.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import { showCount, showPercent } from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";

type Fact = readonly [name: string, value: string];

function facts(report: DataReport): Fact[] {
	const { rows, usable, formats, lengths, tokens, supervised } = report;
	const shapes = Object.entries(formats).map(
		([format, count]) => `${format} ${showCount(count)}`,
	);
	return [
		["rows", `${showCount(rows)}, ${showCount(usable)} usable`],
		["formats", shapes.join(", ") || "none"],
		...(report.modelMade === 0
			? []
			: [["model-made", `${showCount(report.modelMade)} rows`] as const]),
		[
			"tokens",
			`${showCount(tokens)}, ${showCount(supervised)} supervised (${showPercent(tokens === 0 ? 0 : supervised / tokens)})`,
		],
		["length", showLengths(lengths)],
		...pairFacts(report),
		...labelFacts(report),
	];
}

function pairFacts({ pairs }: DataReport): Fact[] {
	if (pairs === null) return [];
	const longer = showPercent(pairs.chosenLonger / pairs.count);
	return [
		["pairs", `${showCount(pairs.count)}, chosen is longer in ${longer}`],
		["chosen", `${showLengths(pairs.chosen)} supervised`],
		["rejected", `${showLengths(pairs.rejected)} supervised`],
	];
}

function labelFacts({ labels }: DataReport): Fact[] {
	if (labels === null) return [];
	const { desirable, undesirable } = labels;
	const share = desirable / Math.max(1, desirable + undesirable);
	return [
		[
			"labels",
			`${showCount(desirable)} desirable (${showPercent(share)}), ${showCount(undesirable)} undesirable`,
		],
	];
}

function showLengths({ p50, p90, p99, max }: Lengths): string {
	return `median ${p50}, 90% ${p90}, 99% ${p99}, longest ${max}`;
}

/** What calls for a look, with the first rows of each kind; nothing if the count is 0. */
function problem(
	name: string,
	count: number,
	examples: readonly string[],
): string[] {
	if (count === 0) return [];
	const rest = count - examples.length;
	return [
		`${name}: ${showCount(count)}`,
		...examples.map((one) => `  ${harmless(one)}`),
		...(rest > 0 && examples.length > 0
			? [`  and ${showCount(rest)} more`]
			: []),
	];
}

function listed(name: string, { count, rows }: Listed): string[] {
	return problem(name, count, rows);
}

function paired(name: string, { count, pairs }: Pairs): string[] {
	return problem(
		name,
		count,
		pairs.map(({ row, of }) => `${row} repeats ${of}`),
	);
}

function problems(report: DataReport): string[] {
	const { duplicates, leakage, tooLong, bad, rewritten } = report;
	return [
		...problem("rows that cannot be read", bad.count, bad.errors),
		...(bad.stopped
			? ["reading stopped there; what follows was not seen"]
			: []),
		...listed("rows with nothing to learn", report.nothingToLearn),
		...listed("rows with an answer without a visible character", report.silent),
		...listed("rows whose two answers are the same", report.identical),
		...listed(
			"rows with turns that the chat template rewrites in longer conversations",
			rewritten,
		),
		...(rewritten.turns > 0
			? [
					`  ${showCount(rewritten.turns)} turns are not trained on: give such a row once per answer to train on all of them`,
				]
			: []),
		...listed("rows that are too long", tooLong),
		...(tooLong.answerBeyond > 0
			? [
					`  ${showCount(tooLong.answerBeyond)} of them with nothing to train on if cut`,
				]
			: []),
		...unread(report),
		...paired("exact duplicates", duplicates.exact),
		...paired("same answers, opposite verdict", duplicates.opposite),
		...paired("near duplicates", duplicates.near),
		...paired("same prompt, other answer", duplicates.samePrompt),
		...(leakage === null
			? []
			: [
					...paired("held-out prompts among the training rows", leakage.exact),
					...paired("held-out prompts nearly among them", leakage.near),
				]),
	];
}

/** Columns that training leaves out. Rewards and scorers may read them. */
function unread({ unreadColumns }: DataReport): string[] {
	return problem(
		"columns that training does not read",
		unreadColumns.length,
		unreadColumns.map(
			({ column, rows }) => `${column}: ${showCount(rows)} rows`,
		),
	);
}

/** Prints what `data check` found: the facts, then what calls for a look. */
export function showReport(report: DataReport, terminal: Terminal): void {
	for (const line of renderPairs(facts(report))) terminal.line(line);
	const found = problems(report);
	terminal.line();
	if (found.length === 0 && report.notes.length === 0)
		terminal.line(terminal.paint("green", "no problems found"));
	for (const line of found) terminal.line(line);
	for (const note of report.notes)
		for (const line of wrap(harmless(`note: ${note}`), terminal.columns, 2))
			terminal.line(terminal.paint("yellow", line));
}
