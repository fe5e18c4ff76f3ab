/**
 * The command lines of a shell block: lines that end in a backslash are joined, comments removed, and variables that the
 * block assigns are filled in.
 */
export function commandLines(text: string): string[] {
	const variables = new Map<string, string>();
	const lines = text.replace(/\\\n\s*/g, "").split("\n");
	return lines.flatMap((line) => {
		const assigned = /^([A-Z_]+)="([^"]*)"$/.exec(line);
		if (assigned) {
			variables.set(assigned[1]!, assigned[2]!);
			return [];
		}
		const command = line
			.replace(/(^|\s)#.*$/, "")
			.replace(/\$([A-Z_]+)/g, (all, name) => variables.get(name) ?? all)
			.trim();
		return command === "" ? [] : [command];
	});
}

/** A command line as words, quotes removed. */
export function wordsOf(line: string): string[] {
	return [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
		word.replace(/["']/g, ""),
	);
}
