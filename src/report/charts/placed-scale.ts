/** A scale as the chart library takes it, in types of our own: programs that use this package have no types of that library. */
export interface PlacedScale {
	readonly type: "linear" | "symlog" | "log";
	readonly domain: number[];
	readonly range: number[];
	/** Below this distance from zero a symmetric-logarithmic scale is about linear. */
	readonly constant?: number;
	/** Ticks, or about how many there should be. */
	readonly ticks: number | number[];
	tickFormat(tick: number): string;
	readonly tickSize: number;
	readonly grid: boolean;
}
