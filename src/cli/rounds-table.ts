import type { RoundEvent, SamplesEvent } from "../runs/events.ts";
import { showDropped, showEstimate } from "./event-lines.ts";
import { renderFilled } from "./terminal/table.ts";
import {
	showCount,
	showDuration,
	showNumber,
	showPercent,
} from "./terminal/units.ts";

interface Rounds {
	readonly samples: readonly SamplesEvent[];
	readonly rounds: readonly RoundEvent[];
}

const right = { align: "right" } as const;

/** A line for each round: what it sampled, and what came of it. */
export function roundsTable({ samples, rounds }: Rounds): string[] {
	const optional = <T>(
		value: T | null | undefined,
		show: (value: T) => string,
	) => (value === null || value === undefined ? "" : show(value));
	return renderFilled(
		[
			{ title: "round", ...right },
			{ title: "step", ...right },
			{ title: "samples", ...right },
			{ title: "tokens", ...right },
			{ title: "demos", ...right },
			{ title: "ended", ...right },
			{ title: "dropped" },
			{ title: "reward", ...right },
			{ title: "equal", ...right },
			{ title: "r length", ...right },
			{ title: "KL to start", ...right },
			{ title: "accuracy" },
			{ title: "reward's" },
			{ title: "time", ...right },
		],
		samples.map((one) => {
			const end = rounds.find(({ round }) => round === one.round);
			return [
				String(one.round),
				String(one.step),
				showCount(one.samples),
				String(Math.round(one.meanLength)),
				String(Math.round(one.meanDemoLength)),
				showPercent(one.endRate),
				showDropped(one.dropped),
				optional(one.rewards.total, showNumber),
				optional(one.equalGroups, showPercent),
				optional(one.lengthCorrelation, showNumber),
				optional(one.klToStart, showNumber),
				optional(end?.heldOutAccuracy, showEstimate),
				optional(end?.rewardAccuracy, showEstimate),
				showDuration(one.cost.seconds),
			];
		}),
	);
}
