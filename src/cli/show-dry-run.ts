import { renderPieces } from "../data/render-pieces.ts";
import type { DryRunReport } from "../train/dry-run.ts";
import { renderPairs } from "./terminal/table.ts";
import { harmless, type Terminal } from "./terminal/terminal.ts";
import {
	showBytes,
	showCount,
	showDuration,
	showNumber,
} from "./terminal/units.ts";

/** Prints what a run would take, and its first batch as the model would see it. */
export function showDryRun(report: DryRunReport, terminal: Terminal): void {
	const { rows, heldOutRows, steps, tokens, supervisedTokens } = report;
	terminal.line();
	for (const pieces of report.firstBatch) {
		terminal.line(renderPieces(pieces, { colour: terminal.colour }));
		terminal.line();
	}
	for (const line of renderPairs([
		["rows", `${showCount(rows)}, and ${showCount(heldOutRows)} held out`],
		["steps", showCount(steps)],
		[
			"tokens",
			`${showCount(tokens)}, ${showCount(supervisedTokens)} supervised`,
		],
		...(report.leash === null
			? []
			: [["leash", leashOf(report.leash)] as const]),
		["memory", showBytes(report.memoryBytes)],
		["time", showDuration(report.secondsEstimate)],
		...(report.gradientRatio === null
			? []
			: [
					[
						"first gradient",
						`${showNumber(report.gradientRatio)} times SFT's`,
					] as const,
				]),
	]))
		terminal.line(line);
	for (const note of report.notes) terminal.line(harmless(`note: ${note}`));
}

function leashOf({
	every,
	measuredRows,
	heldRows,
}: NonNullable<DryRunReport["leash"]>): string {
	const held = heldRows === 0 ? "" : `, ${showCount(heldRows)} others held`;
	return `measured on ${showCount(measuredRows)} general rows every ${showCount(every)} steps${held}`;
}
