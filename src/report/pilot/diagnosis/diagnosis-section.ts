import { changes } from "../../../diagnose/change/diagnosis.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import type { PilotDiagnosis } from "../../../studies/pilot/pilot-result.ts";
import { changesTexts } from "../../diagnosis/changes/changes-texts.ts";
import { stepTexts } from "../../diagnosis/summary/step-texts.ts";
import { summaryTexts } from "../../diagnosis/summary/summary-texts.ts";
import { shortName } from "../../page/language/short-name.ts";
import { inline } from "../../page/markdown.ts";
import { html, type Markup } from "../../page/markup.ts";
import type { Section } from "../../page/report.ts";
import { type Table, tableMarkup, tableText } from "../../page/table.ts";
import type { ReportView } from "../view/report-view.ts";

const percent = (share: number) => `${Math.round(100 * share)}%`;

function intervalText({ texts }: ReportView, { low, high }: Estimate): string {
	return texts.interval(percent(low), percent(high));
}

/** What tuning changed, in sentences: the cause, the shares, and what to do next. */
export function diagnosisSentences(
	{ texts }: Pick<ReportView, "texts">,
	{ arm, probe, judged, questions, shares, cause, runs }: PilotDiagnosis,
): string[] {
	const { language, diagnosis: words } = texts;
	const { lead, causes } = summaryTexts[language];
	const share = (of: Estimate) => percent(of.value);
	const kinds = new Set(runs.map((run) => run.cause));
	const told = runs.map((run) =>
		words.seed({ seed: run.seed, cause: causes[run.cause].toLowerCase() }),
	);
	const steps = new Set(
		runs.filter((run) => run.cause === cause).flatMap(({ next }) => next),
	);
	const next = [...steps].map((step) => stepTexts[language][step]);
	return [
		words.about({
			...{ arm: shortName(arm), probe: shortName(probe) },
			...{ questions, runs: runs.length },
		}),
		lead[cause],
		shares === null
			? words.noShares
			: words.shares({
					learned: share(shares.learned),
					drawnOut: share(shares["drawn-out"]),
					restyled: share(shares.restyled),
					damaged: share(shares.damaged),
					unchanged: share(shares.unchanged),
				}),
		...(kinds.size > 1 ? [words.runs(told)] : []),
		...(judged ? [] : [words.notJudged]),
		...(next.length === 0 ? [] : [words.next(next.join(texts.space))]),
	];
}

function sharesTable(
	view: ReportView,
	{ shares }: PilotDiagnosis,
): Table | null {
	if (shares === null) return null;
	const { language, diagnosis: words } = view.texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: words.change },
			{ title: words.share, ...right },
			{ title: words.interval, ...right },
		],
		rows: changes.map((change) => [
			changesTexts[language].names[change],
			percent(shares[change].value),
			intervalText(view, shares[change]),
		]),
	};
}

function diagnosisMarkup(view: ReportView): Markup | null {
	const { diagnosis } = view.result;
	const { none, see } = view.texts.diagnosis;
	if (diagnosis === undefined) return null;
	if (diagnosis === null) return html`<p class="note">${none}</p>`;
	const found = sharesTable(view, diagnosis);
	const sentences = diagnosisSentences(view, diagnosis);
	return html`
<p>${sentences.join(view.texts.space)}</p>
${found === null ? null : html`<div class="card">${tableMarkup(found)}</div>`}
<p class="note">${see}</p>`;
}

function diagnosisText(view: ReportView): string[] | null {
	const { diagnosis } = view.result;
	const { none, see } = view.texts.diagnosis;
	if (diagnosis === undefined) return null;
	if (diagnosis === null) return [none];
	const found = sharesTable(view, diagnosis);
	return [
		inline(diagnosisSentences(view, diagnosis).join(view.texts.space)),
		...(found === null ? [] : [tableText(found)]),
		see,
	];
}

/** What tuning changed in the questions of the probe; nothing if the pilot names none. */
export function diagnosisSection(view: ReportView): Section {
	return {
		id: "diagnosis",
		title: view.texts.diagnosis.title,
		html: () => diagnosisMarkup(view),
		markdown: () => diagnosisText(view),
	};
}
