import { mean, meanOf } from "../../src/stats/mean.ts";
import { gainAt } from "../frontier.ts";
import { markdown, number, percent, show } from "../show.ts";
import {
	type Arm,
	bounds,
	fixedBeta,
	fixedLambda,
	fixedRate,
	leashNames,
} from "./arms.ts";
import type { Measured } from "./measure.ts";

export interface Finished {
	readonly arm: Arm;
	readonly seed: number;
	readonly measured: Measured;
}

const columns = (text: string) => text.split(" | ");

const leashColumns = columns(
	"held by | bound | seeds | inside | within 10% | KL, least to most | KL on fresh rows | gain | drawn back | seconds",
);
const rivals = [fixedBeta, fixedLambda, fixedRate];
const fixedColumns = columns(
	"tuned by hand | seeds | KL | KL on fresh rows | gain | seconds",
);

const average = (values: readonly number[]) => mean(values) ?? Number.NaN;

/** What leashes did, and what was tuned by hand, as two Markdown tables with 95% intervals over seeds. Gains and KL in nats per token. */
export function table(runs: readonly Finished[]): string {
	const leashed = leashNames.flatMap((name) =>
		bounds.flatMap((bound) => {
			const own = runs.filter(
				({ arm }) => arm.name === name && arm.bound === bound,
			);
			return own.length === 0 ? [] : [leashLine(name, bound, own, runs)];
		}),
	);
	const settings = new Set(
		runs.filter(({ arm }) => arm.bound === null).map(({ arm }) => arm),
	);
	return [
		markdown([
			[...leashColumns, ...rivalsIn(runs).map((name) => `over ${name}`)],
			...leashed,
		]),
		markdown([
			fixedColumns,
			...[...settings].map((arm) =>
				fixedLine(runs.filter((run) => run.arm === arm)),
			),
		]),
	].join("\n\n");
}

/** What is tuned by hand, of which there are runs to compare with. */
function rivalsIn(runs: readonly Finished[]): string[] {
	return rivals.filter((name) => runs.some(({ arm }) => arm.name === name));
}

function leashLine(
	name: string,
	bound: number,
	own: readonly Finished[],
	all: readonly Finished[],
): string[] {
	const kls = own.map(({ measured }) => measured.kl.value);
	const within = (most: number) =>
		`${kls.filter((kl) => kl <= most).length} of ${kls.length}`;
	const over = (rival: string) =>
		show(
			meanOf(
				own.map(({ seed, measured }) => {
					const points = all
						.filter((run) => run.seed === seed && run.arm.name === rival)
						.map((run) => ({
							kl: run.measured.kl.value,
							gain: run.measured.gain,
						}));
					return measured.gain - gainAt(points, measured.kl.value);
				}),
			),
		);
	const drawn = own.flatMap(({ measured }) => measured.drawnBack ?? []);
	return [
		...[name, `${bound}`, `${own.length}`, within(bound), within(1.1 * bound)],
		`${number(Math.min(...kls), 4)} to ${number(Math.max(...kls), 4)}`,
		...common(own),
		drawn.length === 0
			? "none"
			: `${drawn.length}, to ${percent(Math.min(...drawn))} or more`,
		secondsOf(own),
		...rivalsIn(all).map(over),
	];
}

function fixedLine(own: readonly Finished[]): string[] {
	const arm = own[0]?.arm;
	return [
		`${arm?.name}, ${arm?.setting}`,
		`${own.length}`,
		show(meanOf(own.map(({ measured }) => measured.kl.value)), 4),
		...common(own),
		secondsOf(own),
	];
}

function common(own: readonly Finished[]): string[] {
	return [
		show(meanOf(own.map(({ measured }) => measured.freshKl.value)), 4),
		show(meanOf(own.map(({ measured }) => measured.gain))),
	];
}

function secondsOf(own: readonly Finished[]): string {
	return number(average(own.map(({ measured }) => measured.seconds)), 0);
}
