import type { Estimate } from "../../../stats/estimate.ts";
import type { Allocation } from "../allocation.ts";
import type { Surface } from "../surface/surface.ts";
import type { Measured } from "./measured.ts";
import { differences, estimateOf } from "./scores.ts";

/** Prompts by which an allocation grows. */
export const marginalPrompts = 100;

export interface Marginal {
	readonly demonstrations: Estimate | null;
	readonly pairs: Estimate | null;
}

/** Change of the score by the next 100 prompts of each kind; null if the kind was never measured. */
export function marginalOf(
	surface: Surface,
	measured: Measured,
	{ demonstrations, pairs }: Allocation,
): Marginal {
	const here = { demonstrations, pairs };
	const more = (kind: keyof Allocation) =>
		measured.most[kind] === 0
			? null
			: estimateOf(
					differences(
						surface,
						{ ...here, [kind]: here[kind] + marginalPrompts },
						here,
					),
				);
	return { demonstrations: more("demonstrations"), pairs: more("pairs") };
}
