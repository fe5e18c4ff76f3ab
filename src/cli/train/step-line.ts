import type { PairMonitors, StepEvent } from "../../runs/events.ts";
import { measureName } from "../../runs/measure-names.ts";
import { bar } from "../terminal/bar.ts";
import {
	showBytes,
	showClock,
	showDuration,
	showNumber,
	showPercent,
} from "../terminal/units.ts";

/** How far a run is: the share of it that is done, and the remaining seconds if they are known. */
export interface Progress {
	readonly done: number;
	readonly left: number | null;
	/** A leash's current measure, in words; left out if no leash has measured yet. */
	readonly leash?: string;
}

/** `step 12  loss 1.2  nll 1.2  gradient 0.8  231 tokens/s  1.4 GB  3 min 05 s left`: a line that stays. */
export function stepLine(event: StepEvent, { left, leash }: Progress): string {
	const { step, loss, nll, gradNorm, pairs, own, cost } = event;
	return [
		`step ${step}`,
		`loss ${showNumber(loss)}`,
		...(nll === null || agree(loss, nll) ? [] : [`nll ${showNumber(nll)}`]),
		...(pairs === null ? [] : pairWords(pairs)),
		...Object.entries(own).map(
			([name, value]) => `${measureName(name)} ${showNumber(value)}`,
		),
		...(leash === undefined ? [] : [leash]),
		`gradient ${showNumber(gradNorm)}`,
		`${Math.round(cost.tokensPerSecond)} tokens/s`,
		showBytes(cost.memoryBytes),
		...(left === null ? [] : [`${showDuration(left)} left`]),
	].join("  ");
}

function pairWords({ chosen, rejected, margin, accuracy }: PairMonitors) {
	return [
		`chosen ${showNumber(chosen)}`,
		`rejected ${showNumber(rejected)}`,
		`margin ${showNumber(margin)}`,
		`accuracy ${showPercent(accuracy)}`,
	];
}

/** Padded, so that the line does not dance from step to step. */
const steady = (value: number, digits: number) =>
	showNumber(Number(value.toPrecision(digits))).padEnd(digits + 2);

/** The same with room for a sign. */
const signed = (value: number) =>
	`${value < 0 ? "" : " "}${steady(value, 3)}`.padEnd(7);

const narrowestBar = 4;
const widestBar = 24;

/** A word of the status line; the higher its rank, the sooner it is left out. */
interface Part {
	readonly text: string;
	readonly rank: number;
}

/**
 * The same in place, never wider than the screen: what is least missed is left out first, and the bar takes the room
 * that remains.
 */
export function statusLine(
	event: StepEvent,
	progress: Progress,
	columns: number,
): string {
	const { done, left } = progress;
	const parts = statusParts(event, progress);
	const room = columns - 1 - "[]".length;
	for (let most = parts.length; ; most--) {
		const kept = parts.filter(({ rank }) => rank <= most);
		const text = kept.map((part) => part.text).join("  ");
		const missing = left === null ? "00:00 left".length : 0;
		const width = room - text.length - missing - 1;
		if (width < narrowestBar && most > 0) continue;
		return `${bar(done, Math.max(narrowestBar, Math.min(widestBar, width)))} ${text.trimEnd()}`;
	}
}

function statusParts(
	event: StepEvent,
	{ done, left, leash }: Progress,
): Part[] {
	const { step, loss, nll, gradNorm, pairs, own, cost } = event;
	const speed = String(Math.round(cost.tokensPerSecond));
	const part = (rank: number, text: string): Part => ({ rank, text });
	return [
		part(0, showPercent(done).padStart(4)),
		part(1, `step ${step}`),
		part(0, `loss ${steady(loss, 4)}`),
		...(nll === null || agree(loss, nll)
			? []
			: [part(pairs === null ? 2 : 6, `nll ${steady(nll, 4)}`)]),
		...(pairs === null
			? []
			: [
					part(2, `chosen ${signed(pairs.chosen)}`),
					part(4, `rejected ${signed(pairs.rejected)}`),
					part(1, `margin ${signed(pairs.margin)}`),
					part(1, `acc ${showPercent(pairs.accuracy).padStart(4)}`),
				]),
		...Object.entries(own).map(([name, value]) =>
			part(4, `${measureName(name)} ${steady(value, 3)}`),
		),
		...(leash === undefined ? [] : [part(1, leash.padEnd(24))]),
		part(pairs === null ? 3 : 5, `grad ${steady(gradNorm, 3)}`),
		part(pairs === null ? 2 : 3, `${speed.padStart(4)} tok/s`),
		part(7, showBytes(cost.memoryBytes).padStart(6)),
		part(1, left === null ? "" : `${showClock(left).padStart(5)} left`),
	];
}

/** SFT's loss is the NLL but for the order of additions. */
function agree(loss: number, nll: number): boolean {
	return Math.abs(loss - nll) <= 1e-5 * Math.abs(nll);
}
