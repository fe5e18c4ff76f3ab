import type { Group } from "../../data/example.ts";
import type { RoundFolder } from "../../runs/round-folder.ts";
import type { Policy } from "../policy.ts";
import type { Sessions } from "../sessions.ts";

/**
 * Log-probabilities of the rows of groups under a policy, by row, kept in the round's folder under a name: in the middle of a round
 * they are read back, since the policy has moved on.
 */
export async function keptScores(
	folder: RoundFolder,
	name: string,
	groups: readonly Group[],
	sessions: Sessions,
	policy: Policy,
): Promise<Float32Array[]> {
	const kept = await folder.readScores(name, groups.flat().length);
	if (kept) return kept;
	const scorer = await sessions.scorer();
	const { rows: scored } = await scorer.score(groups, policy);
	const scores = scored.map(({ logProb }) => logProb);
	await folder.writeScores(name, scores);
	return scores;
}
