import type { Estimate } from "../../stats/estimate.ts";
import type { InterventionResult } from "../../studies/interventions/intervention-result.ts";
import { type Column, renderTable } from "../terminal/table.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import { showNumber } from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";
import { exclusionWords } from "./intervene-words.ts";

const right = { align: "right" } as const;
const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
const points = (value: number) =>
	`${value < 0 ? "" : "+"}${(100 * value).toFixed(1)}`;

function interval(
	estimate: Estimate | null | undefined,
	show: (value: number) => string,
): string {
	if (!estimate) return "";
	const { value, low, high } = estimate;
	return `${show(value)} (${show(low)} to ${show(high)})`;
}

type Role = keyof InterventionResult["base"];

const rolesOf = ({ base }: InterventionResult) => Object.keys(base) as Role[];

/** The groups, every arm in every role, the paper's contrasts and the answers. */
export function showInterventions(
	result: InterventionResult,
	terminal: Terminal,
): void {
	const table = (columns: readonly Column[], rows: readonly string[][]) => {
		if (rows.length === 0) return;
		terminal.line();
		for (const line of renderTable(columns, rows, terminal.columns))
			terminal.line(harmless(line));
	};
	table(
		[
			...[{ title: "group" }, { title: "available", ...right }],
			...[
				{ title: "used", ...right },
				{ title: "confidence", ...right },
			],
		],
		result.groups.map(({ group, available, used, confidence }) => [
			...[group, String(available), String(used)],
			confidence === null ? "" : showNumber(confidence),
		]),
	);
	for (const role of rolesOf(result))
		table(roleColumns(role), roleRows(result, role));
	table(
		[
			...[{ title: "contrast" }, { title: "role" }],
			...[{ title: "difference, points", ...right }],
			...[{ title: "paper", ...right }, { title: "verdict" }],
		],
		result.contrasts.map(({ of, against, role, difference, ...contrast }) => [
			...[`${of} - ${against}`, role, interval(difference, points)],
			...[(contrast.paper ?? []).map(points).join(", "), contrast.verdict],
		]),
	);
	terminal.line();
	for (const text of sentencesOf(result))
		for (const line of wrap(harmless(text), terminal.columns, 2))
			terminal.line(line);
}

const roleColumns = (role: Role): Column[] => [
	{ title: role },
	{ title: "rows", ...right },
	{ title: "seeds", ...right },
	{ title: "accuracy", ...right },
	{ title: "gain, points", ...right },
	{ title: "rank correlation", ...right },
	{ title: "option KL", ...right },
	{ title: "entropy", ...right },
];

function roleRows(result: InterventionResult, role: Role): string[][] {
	const base = result.base[role];
	const blank = ["", "", "", ""];
	return [
		["base, few-shot", "", "", interval(base?.fewShot, percent), ...blank],
		["base, 0-shot", "", "", interval(base?.zeroShot, percent), ...blank],
		...result.interventions.map(({ name, rows, seeds, scores }) => {
			const own = scores[role];
			const short = (estimate: Estimate | null | undefined) =>
				estimate ? showNumber(estimate.value) : "";
			return [
				...[name, String(rows), String(seeds.length)],
				...[interval(own?.accuracy, percent), interval(own?.gain, points)],
				short(own?.rankCorrelation),
				...[short(own?.optionKl), short(own?.entropy)],
			];
		}),
	];
}

function sentencesOf(result: InterventionResult): string[] {
	const { bestMix, partialCorrelation, quantity, excluded } = result;
	const mixes = Object.entries(bestMix).map(
		([role, share]) => `${share} (${role})`,
	);
	const failures = result.interventions.flatMap(({ name, failures }) =>
		Object.entries(failures).map(
			([seed, reason]) => `failed: ${name}, seed ${seed}: ${reason}`,
		),
	);
	return [
		...(mixes.length === 0
			? []
			: [`best share of self-aligning rows: ${mixes.join(", ")}`]),
		partialCorrelation === null
			? "partial correlation of consistency and accuracy, controlling for the base's accuracy: not defined"
			: `partial correlation of consistency and accuracy, controlling for the base's accuracy: ${interval(partialCorrelation.value, showNumber)} over ${partialCorrelation.runs} runs`,
		...(quantity === null ? [] : [quantityWords(result, quantity)]),
		...(excluded.length === 0
			? []
			: [
					`questions left out: ${excluded.map(({ reason, questions }) => exclusionWords(reason, questions)).join("; ")}`,
				]),
		...failures,
	];
}

/** Whether a few rows do as well as many. */
function quantityWords(
	{ interventions }: InterventionResult,
	{ enough, best, role }: NonNullable<InterventionResult["quantity"]>,
): string {
	const tried = interventions.flatMap(({ arm }) =>
		arm.kind === "quantity" ? arm.rows : [],
	);
	const [least, most] = [Math.min(...tried), Math.max(...tried)];
	const found =
		enough < best
			? `${enough} are as good as ${best}, the best, within the noise`
			: best === least
				? `${best}, the fewest that were tried, are best`
				: `${best} are best, and fewer are worse`;
	return `number of rows from ${least} to ${most}: ${found} (${role})`;
}
