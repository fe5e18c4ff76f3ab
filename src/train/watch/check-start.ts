import { TemperError } from "../../core/error.ts";
import type { EngineFacts } from "../../engine/engine.ts";
import type { MicroBatchResult } from "../../engine/step.ts";
import { deltaPerToken } from "../measure/training-answers.ts";
import { tokensByRow } from "./monitors.ts";

/**
 * Throws `internal`, naming the row, unless the reference scores of every answer equal the policy's before the first
 * update. Each answer is judged by itself: in a mean, deviations of opposite sign would cancel.
 */
export function checkStart(
	results: readonly MicroBatchResult[],
	{ largestStartGap: most }: Pick<EngineFacts, "largestStartGap">,
): void {
	const gaps = results.flatMap(startingGaps);
	const failed = gaps.filter(({ gap }) => !(gap <= most));
	if (failed.length === 0) return;
	const size = ({ gap }: StartingGap) => (Number.isNaN(gap) ? Infinity : gap);
	const worst = failed.reduce((a, b) => (size(b) > size(a) ? b : a));
	throw new TemperError("internal", {
		where: worst.row,
		expected: `reference scores equal to the policy's before the first update: |Δ|/m at most ${most} nats per token`,
		found: `${Number(worst.gap.toPrecision(3))}, the largest of ${failed.length} such answers among ${gaps.length} in the first step`,
		hint: "The cached scores may belong to other weights. Remove the folder temper/scores of the cache and start again.",
	});
}

interface StartingGap {
	/** `file:line`. */
	readonly row: string;
	readonly gap: number;
}

function startingGaps(result: MicroBatchResult): StartingGap[] {
	const { rows, outputs, reference } = result;
	const policy = tokensByRow(result, outputs.logProb ?? []);
	const before = tokensByRow(result, reference ?? []);
	return rows.flatMap(({ id }, i) => {
		const own = policy[i] as number[];
		if (own.length === 0) return [];
		const gap = Math.abs(deltaPerToken(own, before[i] as number[]));
		return [{ row: id, gap }];
	});
}
