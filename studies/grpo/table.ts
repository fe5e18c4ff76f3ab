import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SamplesEvent } from "../../src/runs/events.ts";
import { summariseRun } from "../../src/runs/run-summary.ts";
import type { Estimate } from "../../src/stats/estimate.ts";
import { markdown, number, percent, show } from "../show.ts";
import { arms, bounds, runName, seeds } from "./arms.ts";
import { rewardOfRound } from "./measure.ts";

/** Rewards of answers drawn anew. */
export interface Measured {
	/** On the questions that were trained on, asked in the other way. */
	readonly heldOut: Estimate;
	/** On questions that the model knew before. */
	readonly known: Estimate;
}

const rewardColumns =
	"leash | seed | first round | last round | held-out phrasing | sums it knew | KL to start | general KL | inside".split(
		" | ",
	);
const sampleColumns =
	"leash | seed | steps | seconds | reward and length, first round | last round | ends, first | last | tokens, first | last | groups all equal, first | last".split(
		" | ",
	);

/** The finished runs of the study as two Markdown tables, with 95% intervals over prompts. */
export async function table(out: string): Promise<string> {
	const base = read(join(out, "base.json"));
	const rewards = [
		rewardColumns,
		[
			...["before", "", "", ""],
			show(base.heldOut),
			show(base.known),
			"",
			"",
			"",
		],
	];
	const samples = [sampleColumns];
	for (const arm of arms)
		for (const seed of seeds) {
			const run = join(out, runName(arm, seed));
			const { heldOut, known } = read(join(run, "measured.json"));
			const {
				step,
				seconds,
				samples: rounds,
				evaluations,
			} = await summariseRun(run);
			const first = rounds[0] as SamplesEvent;
			const last = rounds.at(-1) as SamplesEvent;
			const toStart = last.klToStart ?? Number.NaN;
			const general = evaluations.at(-1)?.klGeneral ?? null;
			const inside =
				toStart <= bounds.toStart && (general?.value ?? 0) <= bounds.general;
			rewards.push([
				...[arm.name, `${seed}`],
				show(await rewardOfRound(run, first.round)),
				show(await rewardOfRound(run, last.round)),
				...[show(heldOut), show(known), number(toStart), show(general, 3)],
				inside ? "yes" : "no",
			]);
			const both = (of: (round: SamplesEvent) => string) => [
				of(first),
				of(last),
			];
			samples.push([
				...[arm.name, `${seed}`, `${step}`, `${Math.round(seconds)}`],
				...both(({ lengthCorrelation }) => number(lengthCorrelation)),
				...both(({ endRate }) => percent(endRate)),
				...both(({ meanLength }) => number(meanLength, 1)),
				...both(({ equalGroups }) => percent(equalGroups ?? 0)),
			]);
		}
	const { toStart, general } = bounds;
	return [
		markdown(rewards),
		`Bound set beforehand: ${toStart} nats per token to the start, ${general} on the general probe.`,
		markdown(samples),
	].join("\n\n");
}

function read(path: string): Measured {
	return JSON.parse(readFileSync(path, "utf8"));
}
