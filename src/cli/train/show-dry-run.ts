import { renderPieces } from "../../data/check/render-pieces.ts";
import type { DryRunReport } from "../../train/dry-run/dry-run.ts";
import type { FactorAdvice } from "../../train/dry-run/factor-advice.ts";
import { renderPairs } from "../terminal/table.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import {
	showBytes,
	showCount,
	showDuration,
	showNumber,
} from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";
import { coldStartLines } from "./event-lines.ts";

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
		...(report.rounding === null
			? []
			: [[report.rounding.precision, roundingOf(report.rounding)] as const]),
		["time", showDuration(report.secondsEstimate)],
		...(report.gradientRatio === null
			? []
			: [
					[
						"first gradient",
						`${showNumber(report.gradientRatio)} times SFT's`,
					] as const,
				]),
		...(report.sumFactor === null ? [] : [factorFact(report.sumFactor)]),
	]))
		terminal.line(line);
	if (report.sumFactor !== null)
		for (const line of wrap(factorNote(report.sumFactor), terminal.columns, 2))
			terminal.line(line);
	if (report.coldStart !== null)
		for (const { text, warns } of coldStartLines(report.coldStart))
			for (const line of wrap(harmless(text), terminal.columns, 2))
				terminal.line(warns ? terminal.paint("yellow", line) : line);
	for (const note of report.notes) terminal.line(harmless(`note: ${note}`));
}

/** `beta   0.05; start a search at 0.16`. */
function factorFact({ option, given, suggested }: FactorAdvice) {
	const now = given === null ? "steered by the leash" : showNumber(given);
	const words = `${now}; start a search at ${showNumber(suggested)}`;
	return [option, words] as const;
}

function factorNote(advice: FactorAdvice): string {
	const { option, suggested, tokens, natsPerToken, basis, direction } = advice;
	const moves = showNumber(Number(natsPerToken.toPrecision(2)));
	return `note: ${option} multiplies a sum over the answer, so the value that fits depends on its length. ${showNumber(suggested)} suits the median length of ${showCount(tokens)} tokens if each token moves by ${moves} nats (${basis}). ${direction}`;
}

/** `0.0069 nats per token from float32 (KL on 1,520 tokens of general rows)`. */
function roundingOf({
	kl,
	tokens,
}: NonNullable<DryRunReport["rounding"]>): string {
	return `${showNumber(Number(kl.toPrecision(2)))} nats per token from float32 (KL on ${showCount(tokens)} tokens of general rows)`;
}

function leashOf({
	every,
	measuredRows,
	heldRows,
}: NonNullable<DryRunReport["leash"]>): string {
	const held =
		heldRows === 0
			? ""
			: `, ${showCount(heldRows)} other rows are penalty rows`;
	return `measured on ${showCount(measuredRows)} general rows every ${showCount(every)} steps${held}`;
}
