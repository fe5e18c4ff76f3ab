import { readFileSync } from "node:fs";
import { join } from "node:path";
import { summariseRun } from "../../src/runs/run-summary.ts";
import { markdown, number, percent, show } from "../show.ts";
import { arms, runName, seeds } from "./arms.ts";
import type { Measured } from "./measure.ts";

const roundColumns =
	"demonstrations | seed | reward model's held-out accuracy | reward by the last model | reward and length, logged | by the last model, within prompts | the demonstration itself | longer | ends | tokens | KL to start".split(
		" | ",
	);
const runColumns =
	"demonstrations | seed | steps | seconds | tokens of demonstrations | their reward | held-out prompts answered like the demonstration, before | after | general KL".split(
		" | ",
	);

/** The finished runs of the study as two Markdown tables: the last round, with 95% intervals over prompts, and the whole run. */
export async function table(out: string): Promise<string> {
	const lastRound = [roundColumns];
	const byRun = [runColumns];
	for (const arm of arms)
		for (const seed of seeds) {
			const run = join(out, runName(arm, seed));
			const measured = read(join(run, "measured.json"));
			const { step, seconds, samples, rounds, evaluations } =
				await summariseRun(run);
			const name = [arm.name, `${seed}`];
			const drawn = samples.at(-1);
			for (const row of measured.rounds.slice(-1))
				lastRound.push([
					...name,
					show(rounds.at(-1)?.rewardAccuracy ?? null),
					show(row.reward),
					number(drawn?.lengthCorrelation ?? null),
					number(row.lengthCorrelation),
					...[show(row.same), percent(row.longer)],
					percent(drawn?.endRate ?? Number.NaN),
					number(drawn?.meanLength ?? null, 1),
					number(drawn?.klToStart ?? null, 3),
				]);
			byRun.push([
				...[...name, `${step}`, `${Math.round(seconds)}`],
				number(samples.at(-1)?.meanDemoLength ?? null, 1),
				number(measured.rounds.at(-1)?.demonstrationReward.value ?? null),
				...[show(measured.before), show(measured.after)],
				show(evaluations.at(-1)?.klGeneral ?? null, 3),
			]);
		}
	return `${markdown(lastRound)}\n\n${markdown(byRun)}`;
}

function read(path: string): Measured {
	return JSON.parse(readFileSync(path, "utf8"));
}
