/** The sentence with which a program ended: the error at the end of a Python or Node trace, or its last line. */
export function failureIn(stderr: string, status: number | null): string {
	const lines = stderr
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => line !== "");
	const error = lines.findLast((line) =>
		/^[\w.]*(Error|Exception)\b/.test(line),
	);
	return error ?? lines.at(-1) ?? `it ended with status ${status}`;
}
