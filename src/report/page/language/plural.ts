/** A count with its English noun: `1 run`, `3 runs`. */
export function plural(count: number, one: string): string {
	return `${count} ${one}${count === 1 ? "" : "s"}`;
}
