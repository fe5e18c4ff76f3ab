import type { Group } from "../../data/example.ts";
import type { Weights } from "../../engine/engine.ts";
import type { RoundFolder } from "../../runs/folder/round-folder.ts";
import type { ScoreGroups } from "../reference/reference-of.ts";
import type { Sessions } from "../sessions.ts";

/**
 * Log-probabilities of the rows of groups under some weights, by row, kept in the round's folder under a name: in the middle of a round
 * they are read back, since the policy has moved on.
 */
export async function keptScores(
	folder: RoundFolder,
	name: string,
	groups: readonly Group[],
	sessions: Sessions,
	weights: Weights,
): Promise<Float32Array[]> {
	return keptScoresBy(folder, name, groups, async () => {
		const scorer = await sessions.scorer();
		const { rows } = await scorer.score(groups, weights);
		return rows.map(({ logProb }) => logProb);
	});
}

/** The same of any model that scores groups. */
export async function keptScoresBy(
	folder: RoundFolder,
	name: string,
	groups: readonly Group[],
	score: ScoreGroups,
): Promise<Float32Array[]> {
	const kept = await folder.readScores(name, groups.flat().length);
	if (kept) return kept;
	const scores = await score(groups);
	await folder.writeScores(name, scores);
	return scores;
}
