import {
	type JudgedSample,
	RoundFolder,
	type SampleRecord,
} from "../../runs/folder/round-folder.ts";
import type { Stage } from "../sources/stage.ts";
import type { Demonstration } from "./demonstration.ts";
import { type DrawOptions, drawSamples } from "./draw-samples.ts";
import type { Round } from "./rounds.ts";

export interface RoundSamples {
	readonly folder: RoundFolder;
	readonly samples: readonly JudgedSample[];
	/** What drawing and judging took; 0 if both were read back. */
	readonly seconds: number;
}

export interface SampleRoundOptions extends DrawOptions {
	readonly round: Round;
	/** The step about to be taken: at the round's first the policy is the one that samples. */
	readonly step: number;
	/** A folder inside the round's, or nothing. */
	readonly part?: string;
	judge(samples: readonly SampleRecord[]): Promise<readonly JudgedSample[]>;
}

/** Samples of a round with their verdicts, drawn at its start and read back later. Null if the signal aborted first. */
export async function sampleRound(
	stage: Stage,
	demonstrations: readonly Demonstration[],
	options: SampleRoundOptions,
): Promise<RoundSamples | null> {
	const { round, step, part } = options;
	const atStart = step === round.from;
	const began = performance.now();
	const policy = atStart ? await stage.learner.hash() : null;
	const open = (inside?: string) =>
		RoundFolder.open(stage.runFolder.path, round.number, policy, inside);
	// The round's own comes first: found with another policy, it begins anew with all that is inside.
	const whole = await open();
	const folder = part === undefined ? whole : await open(part);
	const count = demonstrations.length * options.perPrompt;
	const kept = await folder.readJudged(count);
	if (kept) return { folder, samples: kept, seconds: 0 };
	const drawn = await drawSamples(stage, folder, demonstrations, options);
	if (drawn === null) return null;
	const samples = await options.judge(drawn);
	await folder.writeJudged(samples);
	const seconds = (performance.now() - began) / 1000;
	return { folder, samples, seconds };
}
