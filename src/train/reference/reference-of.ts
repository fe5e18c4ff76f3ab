import type { Group } from "../../data/example.ts";
import type { Weights } from "../../engine/engine.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { Sessions } from "../sessions.ts";

/** Log-probabilities of the groups' supervised tokens, by row, under a frozen model. */
export type ScoreGroups = (groups: readonly Group[]) => Promise<Float32Array[]>;

/** Scores under the model that a stage is compared with: a reference of the recipe's own, or the policy at the start. */
export function referenceOf(
	{ reference }: Pick<Prepared, "reference">,
	sessions: Pick<Sessions, "scorer" | "reference">,
	start: () => Promise<Weights>,
): ScoreGroups {
	return async (groups) => {
		const rows =
			reference === null
				? (await (await sessions.scorer()).score(groups, await start())).rows
				: await (await sessions.reference()).score(groups);
		return rows.map(({ logProb }) => logProb);
	};
}
