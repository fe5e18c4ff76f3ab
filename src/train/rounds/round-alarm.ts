import type { AlarmEvent, SamplesEvent } from "../../runs/events.ts";
import { correlation } from "../../stats/correlation.ts";
import { unpairedDifference } from "../../stats/unpaired-difference.ts";
import type { RoundHistory, ScoredRound } from "./round-history.ts";
import type { TaskScore } from "./round-scorer.ts";

/** Rounds with a reward and a score before the two are compared. */
const fewest = 4;

/** One-sided 5% of a normal distribution. */
const oneSided = 1.645;

/** Lengths beyond this many times the demonstrations', and those of the first round, have run away. */
const lengthFactor = 1.5;

/** Fall of the share of samples that end their turn. */
const endFall = 0.1;

type Kind = Exclude<AlarmEvent["alarm"], "likelihood-displacement">;

/**
 * Watches the rounds of a run for a policy that pleases its reward and nothing else: a reward that rises while a task's
 * score does not, answers that grow without end, turns that are no longer ended. Each is raised once, the first for each
 * task.
 */
export class RoundAlarm {
	readonly #raised = new Set<string>();

	/** Takes note of an alarm that was raised before the run was resumed. */
	remember({ alarm, subject }: AlarmEvent): void {
		this.#raised.add(keyOf(alarm, subject ?? null));
	}

	/** What the last round raises, at the step that comes next. */
	check(history: RoundHistory, step: number): AlarmEvent[] {
		const { samples, tasks } = history;
		const found = [
			lengthAlarm(samples),
			endAlarm(samples),
			...tasks.map((task) =>
				scoreAlarm(task, history.scoredRounds(task.task), history.implicit),
			),
		];
		return found.flatMap((one) => {
			if (one === null) return [];
			const { alarm, subject, text } = one;
			const key = keyOf(alarm, subject);
			if (this.#raised.has(key)) return [];
			this.#raised.add(key);
			const kind = "alarm" as const;
			return [{ kind, step, alarm, ...(subject && { subject }), text }];
		});
	}
}

interface Found {
	readonly alarm: Kind;
	/** The task that it is about; null if it is about none. */
	readonly subject: string | null;
	readonly text: string;
}

const keyOf = (alarm: AlarmEvent["alarm"], subject: string | null) =>
	`${alarm} ${subject ?? ""}`;

const percent = (share: number) => `${Math.round(100 * share)}%`;
const short = (value: number) => String(Number(value.toPrecision(3)));

/** The reward rises over the rounds, and the score ends no better than it began. */
function scoreAlarm(
	{ task, better, unit }: TaskScore,
	rounds: readonly ScoredRound[],
	implicit: boolean,
): Found | null {
	const [first, last] = [rounds[0], rounds.at(-1)];
	if (!first || !last || rounds.length < fewest) return null;
	const trend = (values: readonly number[]) =>
		correlation(
			rounds.map(({ round }) => round),
			values,
		) ?? 0;
	const sign = better === "higher" ? 1 : -1;
	const full = unit === "accuracy" && last.score.value >= 1;
	const gained = sign * (last.score.value - first.score.value);
	// Fisher's z: whether rewards that do not depend on the round would correlate with it as much by chance.
	const rise = Math.atanh(trend(rounds.map(({ reward }) => reward)));
	const rises =
		last.reward > first.reward &&
		rise * Math.sqrt(rounds.length - 3) > oneSided;
	const follows =
		gained > 0 && trend(rounds.map(({ score }) => sign * score.value)) > 0;
	if (!rises || follows || full) return null;
	const shown = ({ score }: ScoredRound) => {
		const show = unit === "accuracy" ? percent : short;
		return `${show(score.value)} (${show(score.low)} to ${show(score.high)})`;
	};
	const rewardWords = implicit
		? "The implicit reward of held-out demonstrations"
		: "The mean reward";
	return {
		alarm: "reward-without-score",
		subject: task,
		text: `${rewardWords} has risen from ${short(first.reward)} to ${short(last.reward)} since round ${first.round}, and ${task} has not improved: ${shown(first)} then, ${shown(last)} now. ${implicit ? "The policy may learn the style of demonstrations and not their content." : "The policy may have found what the reward did not mean."} Read samples (npx temper-lm rounds show), then change ${implicit ? "the demonstrations" : "the reward"}, raise objective.beta, or take an earlier checkpoint.`,
	};
}

function lengthAlarm(samples: readonly SamplesEvent[]): Found | null {
	const [first, last] = [samples[0], samples.at(-1)];
	if (!first || !last || first === last) return null;
	const usual = Math.max(first.meanLength, last.meanDemoLength ?? 0);
	if (last.meanLength <= lengthFactor * usual) return null;
	const demos =
		last.meanDemoLength === null
			? ""
			: `, and demonstrations have ${Math.round(last.meanDemoLength)}`;
	return {
		alarm: "length-runaway",
		subject: null,
		text: `Samples have grown to ${Math.round(last.meanLength)} tokens on average; in round ${first.round} they had ${Math.round(first.meanLength)}${demos}. A reward may favour length by itself. Remedies: a reward of kind length, objective.lengthNeutral=true, or a larger objective.beta.`,
	};
}

function endAlarm(samples: readonly SamplesEvent[]): Found | null {
	const [first, last] = [samples[0], samples.at(-1)];
	if (!first || !last || first === last) return null;
	const ended = ({ endRate, samples: of }: SamplesEvent) => ({
		...{ count: endRate * of, of },
	});
	const fall = unpairedDifference(ended(first), ended(last));
	if (fall.value <= endFall || fall.low <= 0) return null;
	return {
		alarm: "end-rate",
		subject: null,
		text: `Only ${percent(last.endRate)} of samples end their turn before the limit; in round ${first.round} ${percent(first.endRate)} did. Remedies: a larger sampling.maxNewTokens if answers need it, a smaller learning rate, or an SFT term.`,
	};
}
