import { expect, test } from "vitest";
import type { Example } from "../data/example.ts";
import type { Scorer, Weights } from "../engine/engine.ts";
import type { AnswerScores } from "../objectives/objective.ts";
import { mismatched, runPrepass } from "./prepass.ts";
import type { ScoreGroups } from "./reference/reference-of.ts";

const row = (
	id: string,
	prompt: number[],
	answer: number[],
	liked = true,
): Example => ({
	id,
	ids: Int32Array.of(...prompt, ...answer),
	mask: Uint8Array.of(...prompt.map(() => 0), ...answer.map(() => 1)),
	liked,
});

const rows = [
	row("a", [1, 2], [3]),
	row("b", [4, 5, 6], [7, 8], false),
	row("c", [9, 10], [11, 12, 13]),
];

test("each prompt stands with the answer of the row after it, the last with the first's", () => {
	expect(mismatched(rows)).toEqual([
		row("a", [1, 2], [7, 8]),
		row("b", [4, 5, 6], [11, 12, 13], false),
		row("c", [9, 10], [3]),
	]);
	expect(mismatched(rows.slice(0, 1))).toEqual(rows.slice(0, 1));
});

test("later turns of a conversation keep what is supervised in them", () => {
	const turns = row("d", [1, 2], [3, 4, 5]);
	turns.mask[3] = 0;
	const [, second] = mismatched([turns, row("e", [6, 7, 8], [9])]);
	expect(second?.ids).toEqual(Int32Array.of(6, 7, 8, 3, 4, 5));
	expect(second?.mask).toEqual(Uint8Array.of(0, 0, 0, 1, 0, 1));
});

/** A scorer by which every supervised token has the log-probability of its id under a policy's factor. */
function scorerOf(): Scorer {
	return {
		score: async (groups: readonly (readonly Example[])[], policy: number) => ({
			rows: groups.flat().map(({ ids, mask }) => ({
				logProb: Float32Array.from(
					[...ids].filter((_, i) => mask[i] === 1),
					(id) => -policy * id,
				),
			})),
		}),
	} as unknown as Scorer;
}

const referenceOf =
	(policy: number): ScoreGroups =>
	async (groups) => {
		const { rows } = await scorerOf().score(groups, policy as never);
		return rows.map(({ logProb }) => logProb);
	};

async function scores(
	answers: "own" | "mismatched",
	start: number | null,
): Promise<readonly AnswerScores[]> {
	let seen: readonly AnswerScores[] = [];
	const prepass = {
		answers,
		summarise(given: readonly AnswerScores[]) {
			seen = given;
			return 0.25;
		},
	};
	const statistic = await runPrepass(
		prepass,
		[rows.slice(0, 2), rows.slice(2)],
		scorerOf(),
		2 as unknown as Weights,
		start === null ? null : referenceOf(start),
	);
	expect(statistic).toBe(0.25);
	return seen;
}

test("the statistic sees the answers of the whole step, under policy and reference", async () => {
	expect(await scores("own", 1)).toEqual([
		{
			logProb: Float32Array.of(-6),
			reference: Float32Array.of(-3),
			liked: true,
		},
		{
			logProb: Float32Array.of(-14, -16),
			reference: Float32Array.of(-7, -8),
			liked: false,
		},
		{
			logProb: Float32Array.of(-22, -24, -26),
			reference: Float32Array.of(-11, -12, -13),
			liked: true,
		},
	]);
});

test("without a reference it sees none; mismatched answers keep the verdict of their prompt's row", async () => {
	const seen = await scores("mismatched", null);
	expect(seen.map(({ reference }) => reference)).toEqual([null, null, null]);
	expect(seen.map(({ liked }) => liked)).toEqual([true, false, true]);
	expect(seen[2]?.logProb).toEqual(Float32Array.of(-6));
});
