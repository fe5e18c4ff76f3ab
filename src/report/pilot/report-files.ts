/** What a report is made of, in a pilot's folder. */
export const reportFiles = {
	html: "report.html",
	markdown: "report.md",
	json: "report.json",
} as const;
