import type { Diagnosis } from "../../../src/diagnose/change/diagnosis.ts";
import type { ProbeResult } from "../../../src/diagnose/probe/probe-result.ts";
import { spearmanEstimate } from "../../../src/stats/spearman.ts";
import { markdown, show } from "../../show.ts";
import type { Mixture } from "./mixtures.ts";

/** What a probe predicted of a tuning, and what was measured. */
export interface Predicted {
	readonly mixture: Pick<Mixture, "id" | "shares">;
	readonly probe: Pick<ProbeResult, "prediction">;
	readonly diagnosis: Diagnosis;
}

/** Change of the score in a task, tuned minus base; NaN if it was not measured. */
const gainIn = (task: string, { tuned }: Diagnosis): number =>
	tuned[0]?.tasks.find(({ name }) => name === task)?.score.difference?.value ??
	Number.NaN;

const points = (share: number) => (100 * share).toFixed(1);

/** Predicted against measured gains, as a Markdown table, with their rank correlations. */
export function predictionTable(all: readonly Predicted[]): string {
	const gains = all.map(({ mixture, probe, diagnosis }) => ({
		...mixture,
		predicted: probe.prediction.gain.value,
		chosen: gainIn("held-out", diagnosis),
		written: gainIn("written", diagnosis),
		lost: gainIn("known", diagnosis),
	}));
	const rows = gains.map(({ id, shares, predicted, chosen, written, lost }) => [
		id,
		...[shares.known, shares.hidden, shares.unknown].map(points),
		...[predicted, chosen, written, lost].map(points),
	]);
	const head =
		"tuning | known % | known in other wordings % | unknown % | predicted gain | measured gain, choices | measured gain, written | known facts elsewhere";
	const predicted = gains.map((one) => one.predicted);
	const against = (measured: readonly number[]) =>
		show(spearmanEstimate(predicted, measured));
	return [
		markdown([head.split(" | "), ...rows]),
		`Rank correlation of the predicted gain with the measured gain: choices ${against(gains.map(({ chosen }) => chosen))}, written answers ${against(gains.map(({ written }) => written))}.`,
	].join("\n\n");
}
