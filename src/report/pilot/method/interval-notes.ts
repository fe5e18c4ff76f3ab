import type { ReportView } from "../view/report-view.ts";

/** What intervals, noise and, if it was measured, consistency mean: a sentence or two each. */
export function intervalNotes({ result, texts }: ReportView): string[] {
	const { intervalsText, noiseText, consistencyText } = texts.method;
	const consistency = result.axes.some(({ unit }) => unit === "agreement");
	return [intervalsText, noiseText, ...(consistency ? [consistencyText] : [])];
}
