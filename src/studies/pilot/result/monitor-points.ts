import type { StepEvent } from "../../../runs/events.ts";
import {
	type MonitorName,
	type MonitorPoint,
	monitorNames,
} from "../run-monitors.ts";

/** Points of a run at most, but for one of the steps that are left over. */
const most = 20;

type Monitored = Readonly<Record<MonitorName, number | null>>;

function monitoredBy(event: StepEvent): Monitored {
	const { monitors, pairs, gradNorm, supervisedTokens } = event;
	const effective = monitors?.effectiveTokens ?? null;
	return {
		gradNorm,
		entropy: monitors?.entropy ?? null,
		meanP: monitors?.meanP ?? null,
		shareBelow01: monitors?.shareBelow01 ?? null,
		shareAbove09: monitors?.shareAbove09 ?? null,
		effectiveShare:
			effective === null || supervisedTokens === 0
				? null
				: effective / supervisedTokens,
		a: monitors?.a?.mean ?? null,
		deltaPerToken: monitors?.deltaPerToken ?? null,
		mTheta: monitors?.mTheta ?? null,
		pairAccuracy: pairs?.accuracy ?? null,
		pairMargin: pairs?.margin ?? null,
		chosenDelta: pairs?.chosenDelta ?? null,
	};
}

/** The least of 1, 2, 5, 10, 20, ... steps with which a run of this length has few points: runs of one length share theirs. */
function spacing(steps: number): number {
	for (let power = 1; ; power *= 10)
		for (const size of [1, 2, 5])
			if (steps / (size * power) <= most) return size * power;
}

/** A number that JSON does not hold was written as null. */
function mean(values: readonly (number | null)[]): number | null {
	const known = values.filter((one) => one !== null && Number.isFinite(one));
	if (known.length === 0) return null;
	const sum = known.reduce<number>((total, one) => total + (one as number), 0);
	return Number((sum / known.length).toPrecision(5));
}

/** What a run's steps logged, as few points. */
export function monitorPoints(steps: readonly StepEvent[]): MonitorPoint[] {
	const apart = spacing(steps.at(-1)?.step ?? 0);
	const groups = new Map<number, StepEvent[]>();
	for (const event of steps) {
		const place = Math.ceil(event.step / apart);
		const group = groups.get(place);
		if (group) group.push(event);
		else groups.set(place, [event]);
	}
	return [...groups.values()].map((group) => {
		const logged = group.map(monitoredBy);
		const means = monitorNames.map(
			(name) => [name, mean(logged.map((one) => one[name]))] as const,
		);
		const step = group.at(-1)?.step ?? 0;
		return { step, ...(Object.fromEntries(means) as Monitored) };
	});
}
