import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import type { Report } from "../page/report.ts";
import { reportFiles } from "./report-files.ts";

/** One file of a report other than its JSON, from which all of them can be written again. */
export interface ReportFile {
	/** Name in the study's folder: `report.html`. */
	readonly name: string;
	/** How names of such files end: `.html`. The first is the usual one. */
	readonly endings: readonly string[];
	text(): string;
}

/** The page and the Markdown of a report. */
export function pagesOf(report: Report): ReportFile[] {
	return [
		{
			name: reportFiles.html,
			endings: [".html", ".htm"],
			text: () => renderPage(report),
		},
		{
			name: reportFiles.markdown,
			endings: [".md", ".markdown"],
			text: () => renderText(report),
		},
	];
}
