import { mean } from "./mean.ts";

/** Pearson's correlation; null if either side does not vary. */
export function correlation(
	x: readonly number[],
	y: readonly number[],
): number | null {
	const [mx, my] = [mean(x) ?? 0, mean(y) ?? 0];
	let [xx, yy, xy] = [0, 0, 0];
	x.forEach((value, i) => {
		const [dx, dy] = [value - mx, (y[i] as number) - my];
		xx += dx * dx;
		yy += dy * dy;
		xy += dx * dy;
	});
	return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}
