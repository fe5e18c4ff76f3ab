import type { LeashEvent } from "../../runs/events.ts";

type Ended = Pick<LeashEvent, "strength" | "outcome">;

const percent = (share: number) => `${Math.round(100 * share)}%`;

/**
 * A note on a leash that held by force: what it steers ended at the upper limit of its range, or the result had to be
 * drawn back. Null if training itself ended inside the bound.
 */
export function leashEndNote({ strength, outcome }: Ended): string | null {
	const { atLimit = false, drawnBack = null } = outcome ?? {};
	const ends = [
		...(atLimit && strength
			? [
					`${strength.name} ended at the limit of its strength (${strength.value.toLocaleString("en")})`,
				]
			: []),
		...(drawnBack === null
			? []
			: [
					`the result was drawn back to ${percent(drawnBack)} of its distance from the base, which gives up part of what was learned`,
				]),
	];
	if (ends.length === 0) return null;
	return `The learning rate was too high for the leash, or its bound too narrow: ${ends.join(", and ")}. A lower optimizer.learningRate or a wider bound may gain more.`;
}
