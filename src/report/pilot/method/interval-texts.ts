import type { ReportView } from "../view/report-view.ts";

/** How intervals, noise and, where it was measured, consistency are to be read: a sentence or two each. */
export function intervalTexts({ result, texts }: ReportView): string[] {
	const { intervalsText, noiseText, consistencyText } = texts.method;
	const consistency = result.axes.some(({ unit }) => unit === "agreement");
	return [intervalsText, noiseText, ...(consistency ? [consistencyText] : [])];
}
