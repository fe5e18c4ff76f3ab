import type {
	RoundEvent,
	SamplesEvent,
	ScoresEvent,
} from "../../runs/events.ts";
import { renderFilled } from "../terminal/table.ts";
import { showCount, showNumber, showPercent } from "../terminal/units.ts";
import { showDropped, showScore, showShare } from "../train/event-lines.ts";

interface Rounds {
	readonly samples: readonly SamplesEvent[];
	readonly rounds: readonly RoundEvent[];
}

const right = { align: "right" } as const;

/** A line for each round: what it sampled, and what came of it. */
export function roundsTable(
	{ samples, rounds }: Rounds,
	width: number,
): string[] {
	const optional = <T>(
		value: T | null | undefined,
		show: (value: T) => string,
	) => (value === null || value === undefined ? "" : show(value));
	const short = (value: number) => showNumber(Number(value.toPrecision(3)));
	return renderFilled(
		[
			{ title: "round", ...right },
			{ title: "samples", ...right },
			{ title: "tokens", ...right },
			{ title: "demos", ...right },
			{ title: "ended", ...right },
			{ title: "dropped" },
			{ title: "reward", ...right },
			{ title: "equal", ...right },
			{ title: "r length", ...right },
			{ title: "KL", ...right },
			{ title: "accuracy" },
			{ title: "by reward" },
			{ title: "margin", ...right },
		],
		samples.map((one) => {
			const end = rounds.find(({ round }) => round === one.round);
			return [
				String(one.round),
				showCount(one.samples),
				String(Math.round(one.meanLength)),
				optional(one.meanDemoLength, (length) => String(Math.round(length))),
				showPercent(one.endRate),
				showDropped(
					one.rewardSamples?.dropped ?? one.dropped,
					(reason) => reason,
				),
				optional(one.rewards.total, short),
				optional(one.equalGroups, showPercent),
				optional(one.lengthCorrelation, short),
				optional(one.klToStart, short),
				optional(end?.heldOutAccuracy, showShare),
				optional(end?.rewardAccuracy, showShare),
				optional(marginOf(end), short),
			];
		}),
		width,
	);
}

/** A line for each time the policy was scored in tasks: before a round, and at the end. */
export function scoresTable(
	scores: readonly ScoresEvent[],
	width: number,
): string[] {
	const names = [
		...new Set(scores.flatMap(({ tasks }) => tasks.map(({ task }) => task))),
	];
	return renderFilled(
		[
			{ title: "round", ...right },
			{ title: "step", ...right },
			...names.flatMap((title) => [{ title }, { title: "r reward", ...right }]),
		],
		scores.map(({ round, step, tasks }) => [
			round === null ? "end" : String(round),
			String(step),
			...names.flatMap((name) => {
				const one = tasks.find(({ task }) => task === name);
				const r = one?.correlation ?? null;
				return [
					one ? showScore(one) : "",
					r === null ? "" : showNumber(Number(r.toPrecision(3))),
				];
			}),
		]),
		width,
	);
}

/** What the columns of the table of scores hold. */
export const scoresLegend =
	"Scores of the policy in the tasks of watch.tasks, before each round and at the end, with 95% intervals over questions; r reward: correlation of the score with the mean reward over the rounds so far, positive if both improve together.";

/** What the columns of the table hold, for those who meet it first. */
export const roundsLegend =
	"Mean tokens of samples and of demonstrations; samples that ended their turn; dropped samples by reason (for rft, samples of the reward model); with rewards their mean, groups whose rewards are all equal, and the correlation of reward with length; KL from the start of the stage in nats per token, estimated on the samples, so it may fall below 0 by chance; held-out demonstrations preferred to samples, by the policy (accuracy) or by the reward model, and the mean difference of their rewards (margin).";

function marginOf(end: RoundEvent | undefined): number | null {
	return end?.rewards ? end.rewards.demo - end.rewards.sample : null;
}
