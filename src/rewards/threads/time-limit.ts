const slices = 10;

/** A limit in words: `10 s`. */
export function seconds(milliseconds: number): string {
	return `${milliseconds / 1000} s`;
}

/**
 * Calls `onEnd` after so many milliseconds in which this process ran: counted in tenths, so that a process or a machine
 * that was stopped for a while does not find its time used up. Returns what calls it off.
 */
export function limitTime(milliseconds: number, onEnd: () => void): () => void {
	let left = slices;
	const timer = setInterval(() => {
		if (--left > 0) return;
		clearInterval(timer);
		onEnd();
	}, milliseconds / slices);
	return () => clearInterval(timer);
}
