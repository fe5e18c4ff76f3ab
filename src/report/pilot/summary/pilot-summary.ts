import type { Content } from "../../page/report.ts";
import type { ReportView } from "../view/report-view.ts";
import { summaryText } from "./summary-markdown.ts";
import { summaryMarkup } from "./summary-markup.ts";

/** Ship or not, the findings in words, the figures behind them. */
export function pilotSummary(view: ReportView): Content {
	return {
		html: () => summaryMarkup(view),
		markdown: () => summaryText(view),
	};
}
