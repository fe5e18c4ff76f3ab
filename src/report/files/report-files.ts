/** The files of a report, in the folder of its study. */
export const reportFiles = {
	html: "report.html",
	markdown: "report.md",
	json: "report.json",
} as const;
