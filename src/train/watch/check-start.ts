import { TemperError } from "../../core/error.ts";
import type { MicroBatchResult } from "../../engine/step.ts";
import type { Device } from "../../runtime/device.ts";
import { deltaPerToken } from "../measure/training-answers.ts";
import { tokensByRow } from "./monitors.ts";

/**
 * |Delta|/m, nats per token, that an answer may have before the first update, where policy and reference are the same
 * weights. It is the same for all precisions, since both are computed in the recipe's: on a CPU the difference is 0 even in
 * int8, which rounds each token's activations by themselves. CUDA may compute products in TF32, with 10 bits of mantissa.
 */
const largestStart: Readonly<Record<Device, number>> = {
	cpu: 1e-3,
	webgpu: 1e-3,
	cuda: 1e-2,
};

/**
 * Throws `internal`, naming the row, unless the reference scores of every answer equal the policy's before the first
 * update. Each answer is judged by itself: in a mean, deviations of opposite sign would cancel.
 */
export function checkStart(
	results: readonly MicroBatchResult[],
	device: Device,
): void {
	const most = largestStart[device];
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
	const policy = tokensByRow(result, outputs.logProb?.data ?? []);
	const before = tokensByRow(result, reference ?? []);
	return rows.flatMap(({ id }, i) => {
		const own = policy[i] as number[];
		if (own.length === 0) return [];
		const gap = Math.abs(deltaPerToken(own, before[i] as number[]));
		return [{ row: id, gap }];
	});
}
