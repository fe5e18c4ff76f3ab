import type { StepEvent } from "../runs/events.ts";
import { bar } from "./terminal/bar.ts";
import {
	showBytes,
	showClock,
	showDuration,
	showNumber,
	showPercent,
} from "./terminal/units.ts";

/** How far a run is: the share of it that is done, and the seconds that are left where they can be told. */
export interface Progress {
	readonly done: number;
	readonly left: number | null;
}

/** `step 12  loss 1.2  nll 1.2  gradient 0.8  231 tokens/s  1.4 GB  3 min 05 s left`: a line that stays. */
export function stepLine(event: StepEvent, { left }: Progress): string {
	const { step, loss, nll, gradNorm, cost } = event;
	return [
		`step ${step}`,
		`loss ${showNumber(loss)}`,
		...(agree(loss, nll) ? [] : [`nll ${showNumber(nll)}`]),
		`gradient ${showNumber(gradNorm)}`,
		`${Math.round(cost.tokensPerSecond)} tokens/s`,
		showBytes(cost.memoryBytes),
		...(left === null ? [] : [`${showDuration(left)} left`]),
	].join("  ");
}

/** Padded, so that the line does not dance from step to step. */
const steady = (value: number, digits: number) =>
	showNumber(Number(value.toPrecision(digits))).padEnd(digits + 2);

const narrowestBar = 4;
const widestBar = 24;

/**
 * The same in place, never wider than the screen: what is least missed is left out first, and the bar takes the room
 * that remains.
 */
export function statusLine(
	event: StepEvent,
	{ done, left }: Progress,
	columns: number,
): string {
	const { step, loss, nll, gradNorm, cost } = event;
	const speed = String(Math.round(cost.tokensPerSecond));
	const parts = [
		{ text: showPercent(done).padStart(4), rank: 0 },
		{ text: `step ${step}`, rank: 1 },
		{ text: `loss ${steady(loss, 4)}`, rank: 0 },
		...(agree(loss, nll) ? [] : [{ text: `nll ${steady(nll, 4)}`, rank: 2 }]),
		{ text: `grad ${steady(gradNorm, 3)}`, rank: 3 },
		{ text: `${speed.padStart(4)} tok/s`, rank: 2 },
		{ text: showBytes(cost.memoryBytes).padStart(6), rank: 4 },
		{
			text: left === null ? "" : `${showClock(left).padStart(5)} left`,
			rank: 1,
		},
	];
	const room = columns - 1 - "[]".length;
	for (let most = 4; ; most--) {
		const kept = parts.filter(({ rank }) => rank <= most);
		const text = kept.map((part) => part.text).join("  ");
		const missing = left === null ? "00:00 left".length : 0;
		const width = room - text.length - missing - 1;
		if (width < narrowestBar && most > 0) continue;
		return `${bar(done, Math.max(narrowestBar, Math.min(widestBar, width)))} ${text.trimEnd()}`;
	}
}

/** SFT's loss is the NLL but for the order of additions. */
function agree(loss: number, nll: number): boolean {
	return Math.abs(loss - nll) <= 1e-5 * Math.abs(nll);
}
