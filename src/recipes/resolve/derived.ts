/** A value that the recipe left open, and what it was taken from. */
export interface Derived {
	readonly key: string;
	readonly value: string | number;
	readonly from: string;
}
