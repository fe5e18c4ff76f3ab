import { roundTrip } from "./processors.ts";

/** How a turn of a benchmark was disturbed. */
export interface Disturbance {
	/** The share of the machine's processors, 0 to 1, that other processes took. */
	readonly otherCpuShare: number;
	/** Round trip of a word of memory between two processors, in nanoseconds: the longer one of before and after the turn. */
	readonly roundTripNs: number;
}

/** Round trips, in nanoseconds, above which two processors do not share a cache. */
const farNs = 200;

/**
 * The least disturbed of at most `tries` turns, the first one that is quiet if any is: others took at most `share` of the processors,
 * and these shared a cache.
 */
export function quietTurn<Measured extends { readonly otherCpuShare: number }>(
	measure: () => Measured,
	{ tries, share }: { readonly tries: number; readonly share: number },
): Measured & Disturbance {
	const turn = () => {
		const before = roundTrip();
		const measured = measure();
		return { ...measured, roundTripNs: Math.max(before, roundTrip()) };
	};
	const isFar = ({ roundTripNs }: Disturbance) => roundTripNs > farNs;
	const isQuiet = (one: Disturbance) =>
		!isFar(one) && one.otherCpuShare <= share;
	let best = turn();
	for (let tried = 1; tried < tries && !isQuiet(best); tried++) {
		const next = turn();
		const nearer = Number(isFar(best)) - Number(isFar(next));
		if (nearer > 0 || (nearer === 0 && next.otherCpuShare < best.otherCpuShare))
			best = next;
	}
	return best;
}

/** For people: `others used 1% of the processors, 80 ns between two of them`. */
export function disturbanceWords(disturbance: Disturbance): string {
	const { otherCpuShare, roundTripNs } = disturbance;
	return `others used ${(100 * otherCpuShare).toFixed(0)}% of the processors, ${roundTripNs.toFixed(0)} ns between two of them`;
}
