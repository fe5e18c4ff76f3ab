import type {
	AlarmEvent,
	ColdStartEvent,
	EvaluationEvent,
	LeashEvent,
	RoundEvent,
	RoundScore,
	SamplesEvent,
	ScoresEvent,
	UnitsEvent,
} from "../../runs/events.ts";
import { measureNames } from "../../runs/measure-names.ts";
import type { Estimate } from "../../stats/estimate.ts";
import {
	showCount,
	showKl,
	showNumber,
	showPercent,
} from "../terminal/units.ts";

/** `1.2 ±0.1`: a value and half the width of its 95% interval. */
export function showEstimate({ value, low, high }: Estimate): string {
	const half = Number(((high - low) / 2).toPrecision(2));
	return half === 0
		? showNumber(value)
		: `${showNumber(value)} ±${showNumber(half)}`;
}

/** `71% (60% to 82%)`: a share and its 95% interval, which is seldom symmetric. */
export function showShare({ value, low, high }: Estimate): string {
	return `${showPercent(value)} (${showPercent(low)} to ${showPercent(high)})`;
}

/** `step 50: held-out NLL 1.2 ±0.1, task KL 0.01, general KL 0.002`. */
export function evaluationLine(event: EvaluationEvent): string {
	const { step, nll, pairs } = event;
	const divergence = (name: "klTask" | "klGeneral") => {
		const estimate = event[name];
		return estimate === null
			? []
			: [`${measureNames[name]} ${showKl(estimate.value)}`];
	};
	const parts = [
		...(nll === null ? [] : [`${measureNames.nll} ${showEstimate(nll)}`]),
		...(pairs === null
			? []
			: [
					`accuracy ${showShare(pairs.accuracy)}`,
					`margin ${showEstimate(pairs.margin)}`,
				]),
		...divergence("klTask"),
		...divergence("klGeneral"),
	];
	const place = step === 0 ? "before training" : `step ${step}`;
	return `${place}: ${parts.length === 0 ? "nothing to measure on" : parts.join(", ")}`;
}

/** `first gradient 0.43, 0.21 times SFT's on the same rows`. */
export function unitsLine({ gradNorm, ratio }: UnitsEvent): string {
	return `first gradient ${showNumber(gradNorm)}, ${showNumber(ratio)} times SFT's on the same rows`;
}

/** Reasons that a name alone does not explain. */
const dropWords: Readonly<Record<string, string>> = {
	"white-space": "differing only in white space",
	punctuation: "differing only in case or punctuation",
	cut: "cut off",
};

/** Why a sample was dropped, in words. */
export function dropWord(reason: string): string {
	return dropWords[reason] ?? reason;
}

/** `2 identical, 1 cut off`; nothing if nothing was dropped. `name`: what a reason is called. */
export function showDropped(
	dropped: SamplesEvent["dropped"],
	name: (reason: string) => string = dropWord,
): string {
	return Object.entries(dropped)
		.map(([reason, count]) => `${showCount(count)} ${name(reason)}`)
		.join(", ");
}

/** `the reward model learns from 244 others, dropped 3 identical`. */
function rewardSamplesWords({
	samples,
	dropped,
}: NonNullable<SamplesEvent["rewardSamples"]>): string {
	const why = showDropped(dropped);
	return `the reward model learns from ${showCount(samples)} others${why && `, dropped ${why}`}`;
}

/** `reward 0.4 (format 0.9, numeric 0.3)`: the total, and its parts if there are several. */
export function showRewards(rewards: Readonly<Record<string, number>>): string {
	const { total, ...parts } = rewards;
	const listed = Object.entries(parts).map(
		([name, value]) => `${name} ${showNumber(value)}`,
	);
	if (total === undefined) return listed.join(", ");
	const known = listed.length > 1 ? ` (${listed.join(", ")})` : "";
	return `reward ${showNumber(total)}${known}`;
}

/** `round 2: 16 samples of 41 tokens (demonstrations 52), 94% ended, dropped 2 identical`. */
export function samplesLine(event: SamplesEvent): string {
	const { round, samples, meanLength, meanDemoLength, endRate } = event;
	const { lengthCorrelation, equalGroups, klToStart, rewardSamples } = event;
	const beside =
		meanDemoLength === null
			? ""
			: ` (demonstrations ${Math.round(meanDemoLength)})`;
	const dropped = showDropped(event.dropped);
	const rewards = showRewards(event.rewards);
	return [
		`round ${round}: ${showCount(samples)} samples of ${Math.round(meanLength)} tokens${beside}`,
		`${showPercent(endRate)} ended`,
		...(dropped === "" ? [] : [`dropped ${dropped}`]),
		...(rewards === "" ? [] : [rewards]),
		...(equalGroups === null || equalGroups === 0
			? []
			: [`${showPercent(equalGroups)} of groups with equal rewards`]),
		...(lengthCorrelation === null
			? []
			: [`correlation with length ${showNumber(lengthCorrelation)}`]),
		...(klToStart === null
			? []
			: [`${measureNames.klToStart} ${showKl(klToStart)}`]),
		...(rewardSamples ? [rewardSamplesWords(rewardSamples)] : []),
	].join(", ");
}

/** `round 2 done: held-out demonstrations preferred to samples 70% (60% to 80%) by the policy, with rewards of 1.2 and -0.3`; null if nothing was measured. */
export function roundLine(event: RoundEvent): string | null {
	const { round, heldOutAccuracy, rewardAccuracy, rewards } = event;
	const by = [
		...(heldOutAccuracy === null
			? []
			: [`${showShare(heldOutAccuracy)} by the policy`]),
		...(rewardAccuracy === null
			? []
			: [`${showShare(rewardAccuracy)} by the reward model`]),
	];
	if (by.length === 0) return null;
	const judged =
		rewards === null
			? ""
			: `, with rewards of ${showNumber(rewards.demo)} and ${showNumber(rewards.sample)}`;
	return `round ${round} done: held-out demonstrations preferred to samples ${by.join(", ")}${judged}`;
}

/** `31% (22% to 41%)`, or `1.2 (1.1 to 1.3)` of what is no share: a task's score with its interval. */
export function showScore({ value, unit }: RoundScore): string {
	if (value === null) return "no score";
	if (unit === "accuracy") return showShare(value);
	const [middle, low, high] = [value.value, value.low, value.high].map((x) =>
		showNumber(rounded(x)),
	);
	return `${middle} (${low} to ${high})`;
}

/** `scores before round 2: sums 31% (22% to 41%), correlation with reward 0.8`. */
export function scoresLine({ round, tasks }: ScoresEvent): string {
	const shown = tasks.map((one) => {
		const unscored =
			one.failures === 0 ? "" : `, ${showCount(one.failures)} without a score`;
		const follows =
			one.correlation === null
				? ""
				: `, correlation with reward ${showNumber(rounded(one.correlation))}`;
		return `${one.task} ${showScore(one)}${follows}${unscored}`;
	});
	const place = round === null ? "at the end" : `before round ${round}`;
	return `scores ${place}: ${shown.join("; ")}`;
}

const measures: Readonly<Record<LeashEvent["measure"], string>> = {
	kl: measureNames.klGeneral,
	retention: measureNames.retention,
};

/** `general KL 0.031/0.05 beta 0.42`: a leash's current measure, its bound, and what is steered. */
export function leashWords({
	measure,
	value,
	bound,
	strength,
}: LeashEvent): string {
	const steered =
		strength && ` ${strength.name} ${showNumber(rounded(strength.value))}`;
	return `${measures[measure]} ${showNumber(rounded(value.value))}/${showNumber(bound)}${steered ?? ""}`;
}

const rounded = (value: number) => Number(value.toPrecision(3));

/** `leash: inside, general KL 0.0472 ±0.01 of 0.05 nats per token`; null for a measure on the way. */
export function leashLine(event: LeashEvent): string | null {
	const { step, measure, value, bound, outcome } = event;
	if (outcome === null) return null;
	const { held, stopped, drawnBack } = outcome;
	return [
		`leash: ${held ? "inside" : "could not be held"}, ${measures[measure]} ${showEstimate(value)} of ${showNumber(bound)} nats per token`,
		...(stopped
			? [`stopped at step ${step}, because the bound was exceeded`]
			: []),
		...(drawnBack === null
			? []
			: [
					`drawn back to ${showPercent(drawnBack)} of its distance from the base`,
				]),
	].join("; ");
}

/** `ALARM at step 40: The chosen answers ...`. */
export function alarmLine({ step, text }: AlarmEvent): string {
	return `ALARM at step ${step}: ${text}`;
}

/** How ready a policy is for preferences, and the warning if it is not. */
export function coldStartLines(
	event: ColdStartEvent,
): { readonly text: string; readonly warns: boolean }[] {
	return [
		{ text: coldStartLine(event), warns: false },
		...(event.text === null
			? []
			: [{ text: `WARNING: ${event.text}`, warns: true }]),
	];
}

/** `preferred answers before training: log-probability -0.12 ±0.03 nats per token, excess surprise -0.02 ±0.03, ...`. */
function coldStartLine({ answers, greedy }: ColdStartEvent): string {
	const { logProb, excess, endP } = answers;
	const short = ({ value, low, high }: Estimate) =>
		showEstimate({ value: rounded(value), low, high });
	return [
		`preferred answers before training: log-probability ${short(logProb)} nats per token`,
		`excess surprise ${short(excess)}`,
		...(endP === null ? [] : [`turn ended after them ${showPercent(endP)}`]),
		...(greedy === null
			? []
			: [
					`${greedy.ended} of ${greedy.prompts} greedy answers end within ${greedy.limit} tokens`,
				]),
	].join(", ");
}
