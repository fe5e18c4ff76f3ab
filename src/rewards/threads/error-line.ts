/** The first line of an error's message, or of whatever else was thrown. */
export function errorLine(error: unknown): string {
	let text: string;
	try {
		text = error instanceof Error ? error.message || error.name : String(error);
	} catch {
		text = "that has no text";
	}
	return text.trimStart().split("\n", 1)[0]!.slice(0, 300);
}
