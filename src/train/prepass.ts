import { alone, type Example, type Group } from "../data/example.ts";
import { promptOf } from "../data/fingerprint.ts";
import type { Scorer, Weights } from "../engine/engine.ts";
import type { Prepass } from "../objectives/objective.ts";
import type { ScoreGroups } from "./reference/reference-of.ts";

/** The objective's number for a step: all its rows are scored before the first micro-batch. */
export async function runPrepass(
	{ answers, summarise }: Prepass,
	groups: readonly Group[],
	scorer: Scorer,
	policy: Weights,
	reference: ScoreGroups | null,
): Promise<number> {
	const own = groups.flat();
	const rows = answers === "own" ? own : mismatched(own);
	const now = (await scorer.score(alone(rows), policy)).rows;
	const before = reference && (await reference(alone(rows)));
	return summarise(
		rows.map(({ liked }, i) => ({
			logProb: now[i]?.logProb ?? [],
			reference: before?.[i] ?? null,
			liked,
		})),
	);
}

/** Each prompt with the answer of the row after it. */
export function mismatched(rows: readonly Example[]): Example[] {
	return rows.map((row, i) => {
		const other = rows[(i + 1) % rows.length] as Example;
		const prompt = promptOf(row);
		const answer = other.ids.subarray(promptOf(other).length);
		const mask = other.mask.subarray(promptOf(other).length);
		const ids = new Int32Array(prompt.length + answer.length);
		ids.set(prompt);
		ids.set(answer, prompt.length);
		const whole = new Uint8Array(ids.length);
		whole.set(mask, prompt.length);
		return { id: row.id, ids, mask: whole, liked: row.liked };
	});
}
