/**
 * Reports: pages and charts of plain data, and the reports of studies. Loading it takes about a second, because of the
 * library that draws charts, so the package's root does not re-export it.
 * @module
 */

// A report of your own: sections of plain data, as one page or as Markdown.
export type { Content, Report, Section } from "../report/page/report.ts";
export { type Language, languages } from "../report/page/language/language.ts";
export {
	type Translations,
	textsIn,
} from "../report/page/language/translations.ts";
export { type Words, wordsOf } from "../report/page/language/words.ts";
export {
	type Figures,
	figuresOf,
	type Measured,
} from "../report/page/language/figures.ts";
export { clean } from "../report/page/language/clean.ts";
export { html, type Markup, raw } from "../report/page/markup.ts";
export { type Table, tableMarkup, tableText } from "../report/page/table.ts";
export { machineText } from "../report/page/machine-text.ts";
export { renderPage } from "../report/page/render-page.ts";
export { renderText } from "../report/page/render-text.ts";

// Charts.
export { type Look, lookAt, looksOf } from "../report/charts/looks.ts";
export { baseSwatch, swatch } from "../report/charts/swatch.ts";
export {
	type IntervalChart,
	type IntervalRow,
	intervalChart,
} from "../report/charts/interval-chart.ts";
export type { Series } from "../report/charts/series.ts";
export type { Point } from "../report/charts/points.ts";
export {
	type LineChart,
	lineCharts,
	type NamedLineChart,
	smallLineChart,
} from "../report/charts/line-chart.ts";
export {
	type ScoreCharts,
	type ScoreSeries,
	scoreCharts,
} from "../report/charts/score-chart.ts";
export type {
	Guide,
	Plane,
	PlanePoint,
	SmallPoint,
} from "../report/charts/plane/plane.ts";
export { planeCharts } from "../report/charts/plane/plane-chart.ts";

export {
	type AxisScale,
	amountScale,
	ratioScale,
	shareScale,
} from "../report/charts/axes/axis-scale.ts";
export type { PlacedScale } from "../report/charts/placed-scale.ts";
export type {
	Band,
	BandChart,
	BandGuide,
	BandPoint,
	MarkedPoint,
} from "../report/charts/band/band.ts";
export {
	bandCharts,
	frontierCharts,
	sharedBandScale,
} from "../report/charts/band/band-chart.ts";
export type {
	BudgetLine,
	Choice,
	ChoiceCell,
	Isoquant,
	Place,
} from "../report/charts/choice/choice.ts";
export { choiceCharts } from "../report/charts/choice/choice-chart.ts";

// The report of a pilot.
export { pilotReport } from "../report/pilot/pilot-report.ts";
export type {
	ReportOptions,
	WrittenReport,
} from "../report/files/write-files.ts";
export { writeReport } from "../report/pilot/write-report.ts";
export { readReport } from "../report/pilot/read-report.ts";

// The reports of a probe, a diagnosis, an intervention study and an audit of rows.
export {
	type WrittenProbeReport,
	writeProbeReport,
} from "../report/probe/write-probe-report.ts";
export { writeDiagnosisReport } from "../report/diagnosis/write-diagnosis-report.ts";
export { writeInterventionsReport } from "../report/interventions/write-interventions-report.ts";
export { writeAuditReport } from "../report/audit/write-audit-report.ts";

// The report of a budget study.
export { budgetReport } from "../report/budget/budget-report.ts";
export {
	type WrittenBudgetReport,
	writeBudgetReport,
} from "../report/budget/write-budget-report.ts";
