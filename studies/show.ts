import type { Estimate } from "../src/stats/estimate.ts";

/** A mean with its 95% interval. */
export function show(estimate: Estimate | null, digits = 2): string {
	if (!estimate) return "";
	const { value, low, high } = estimate;
	const [mid, from, to] = [value, low, high].map((x) => x.toFixed(digits));
	return `${mid} (${from} to ${to})`;
}

export function number(value: number | null, digits = 2): string {
	return value === null ? "" : value.toFixed(digits);
}

export const percent = (share: number) => `${Math.round(100 * share)}%`;

export function markdown(lines: readonly (readonly string[])[]): string {
	const [head = [], ...rest] = lines;
	return [head, head.map(() => "---"), ...rest]
		.map((line) => `| ${line.join(" | ")} |`)
		.join("\n");
}
