import { inline } from "./markdown.ts";
import type { Report } from "./report.ts";

/** A report as Markdown: what the page says, with tables instead of charts. */
export function renderText(report: Report): string {
	const sections = report.sections.flatMap((section) => {
		const body = section.markdown();
		return body === null ? [] : [`## ${section.title}`, ...body];
	});
	const parts = [
		`# ${inline(report.title) || report.kind}`,
		...(report.summary?.markdown() ?? []),
		...sections,
	];
	return `${parts.map((part) => part.trimEnd()).join("\n\n")}\n`;
}
