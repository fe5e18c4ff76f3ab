import type { EncodedRow } from "../text/encoded-row.ts";

/** One encoded row of a data file. */
export interface Example extends EncodedRow {
	/** `file:line`. */
	readonly id: string;
}

/** Number of supervised tokens. Place 0 has nothing before it to be predicted from and never counts. */
export function supervisedCount({ mask }: EncodedRow): number {
	let count = 0;
	for (let t = 1; t < mask.length; t++) count += mask[t] === 0 ? 0 : 1;
	return count;
}
