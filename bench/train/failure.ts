interface Ended {
	readonly stderr: string;
	readonly status: number | null;
	readonly signal: string | null;
	/** Set if the program could not be started, or took longer than its limit. */
	readonly error?: Error | undefined;
}

/** The sentence with which a program ended: the error at the end of a Python or Node trace, or its last line. */
export function failureIn({ stderr, status, signal, error }: Ended): string {
	if ((error as NodeJS.ErrnoException | undefined)?.code === "ETIMEDOUT")
		return "it took longer than --limit";
	if (error) return error.message;
	if (signal) return `it was ended by ${signal}`;
	const lines = stderr
		.split(/[\n\r]/)
		.map((line) => line.trim())
		.filter((line) => line !== "" && !line.includes("%|"));
	const trace = lines.findLast((line) =>
		/^[\w.]*(Error|Exception)\b/.test(line),
	);
	return trace ?? lines.at(-1) ?? `it ended with status ${status}`;
}
