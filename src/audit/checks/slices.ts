import { holm } from "../../stats/correction.ts";
import type { Finding, Slice } from "../audit-result.ts";
import type { AuditedRow } from "../rows/audited-row.ts";
import { type Outcome, type Property, sliceOf } from "../slices/slice-of.ts";
import { findingOf, percent } from "./checked.ts";

const lengthOutcome = "length of the answer";
/** Differences below these are not worth a finding, however certain they are. */
const leastShare = 0.05;
const leastSentiment = 0.02;
const leastRatio = 1.5;
/** Of a reward: this many standard deviations of all rows. */
const leastDeviations = 0.3;

export const sliceThresholds = `at least ${leastShare * 100} percentage points of a share, ${leastSentiment} of the valence per word, ${leastDeviations} standard deviations of a reward, or a ratio of ${leastRatio} of lengths`;

/** Slices with p-values that are corrected for all of them together. */
export function correctedSlices(
	outcomes: readonly Outcome[],
	properties: readonly Property[],
): Slice[] {
	const slices = outcomes.flatMap((outcome) =>
		properties.flatMap((property) => sliceOf(outcome, property) ?? []),
	);
	const adjusted = holm(
		slices.flatMap(({ groups }) => groups.map(({ p }) => p)),
	);
	let at = 0;
	return slices.map((slice) => ({
		...slice,
		groups: slice.groups.map((group) => ({
			...group,
			adjusted: adjusted[at++] as number,
		})),
	}));
}

interface SliceParts {
	readonly rows: readonly AuditedRow[];
	readonly outcomes: readonly Outcome[];
	readonly properties: readonly Property[];
	readonly alpha: number;
	/** What had the outcomes: `the rows`, or the model. */
	readonly of: string;
}

/** Findings for groups whose outcome differs from that of all other rows by more than chance and by enough to matter. */
export function sliceFindings(
	slices: readonly Slice[],
	{ rows, outcomes, properties, alpha, of }: SliceParts,
): Finding[] {
	return slices.flatMap((slice) => {
		const outcome = outcomes.find(({ name }) => name === slice.outcome);
		const property = properties.find(({ name }) => name === slice.by);
		return slice.groups.flatMap((group) => {
			if (outcome === undefined || property === undefined) return [];
			if (group.adjusted >= alpha || !matters(group, outcome)) return [];
			// Answers on different topics differ in length for good reason.
			if (outcome.name === lengthOutcome && slice.by === "topic") return [];
			const members = rows.filter((_, i) =>
				property.groups[i]?.includes(group.name),
			);
			return [
				findingOf({
					kind: "slice-difference",
					name: `${of}/${slice.outcome}/${slice.by}=${group.name}`,
					severity: outcome.name === lengthOutcome ? "note" : "warning",
					message: sentence(slice, group, of),
					tested: `${slice.test}; a finding needs an adjusted p below ${alpha} and ${sliceThresholds}`,
					hits: [],
					rows: members.map(({ place }) => place),
				}),
			];
		});
	});
}

type Group = Slice["groups"][number];

function matters({ value, difference }: Group, outcome: Outcome): boolean {
	const size = Math.abs(difference.value);
	if (outcome.kind === "share") return size >= leastShare;
	if (outcome.name === "sentiment") return size >= leastSentiment;
	if (outcome.name === lengthOutcome) {
		const others = value.value - difference.value;
		const [low, high] = [value.value, others].sort((a, b) => a - b);
		return (high as number) >= leastRatio * Math.max(low as number, 1);
	}
	return size >= leastDeviations * deviationOf(outcome.values);
}

function deviationOf(values: readonly (number | null)[]): number {
	const there = values.filter((value) => value !== null);
	const mean = there.reduce((sum, x) => sum + x, 0) / there.length;
	return Math.sqrt(
		there.reduce((sum, x) => sum + (x - mean) ** 2, 0) / there.length,
	);
}

function sentence(slice: Slice, group: Group, of: string): string {
	const { outcome, unit, by } = slice;
	const write = (x: number) =>
		unit === "share" ? percent(x) : `${Number(x.toPrecision(3))}`;
	const { value, low, high } = group.difference;
	const points = (x: number) =>
		unit === "share" ? (x * 100).toFixed(1) : String(Number(x.toPrecision(3)));
	const signed = `${value > 0 ? "+" : ""}${points(value)} (${points(low)} to ${points(high)})`;
	const named =
		by === "mention"
			? `rows that mention ${group.name}`
			: `${by} ${group.name}`;
	const inUnit = unit === "share" ? "percentage points" : unit;
	const others = write(group.value.value - value);
	return `${of}: ${outcome} is ${write(group.value.value)} for ${named} (${group.rows} rows) and ${others} for the others; difference ${signed} ${inUnit}, adjusted p ${group.adjusted < 0.001 ? "below 0.001" : group.adjusted.toPrecision(2)}.`;
}
