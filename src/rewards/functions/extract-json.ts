/** The inside of the last closed block between lines of three backticks; null if there is none. */
function lastFenced(text: string): string | null {
	let open: string[] | null = null;
	let block: string | null = null;
	for (const line of text.split("\n")) {
		if (!line.trimStart().startsWith("```")) open?.push(line);
		else if (open === null) open = [];
		else {
			block = open.join("\n");
			open = null;
		}
	}
	return block;
}

function parse(text: string | null): { readonly value: unknown } | null {
	if (text === null) return null;
	try {
		return { value: JSON.parse(text) };
	} catch {
		return null;
	}
}

/** The JSON value that a completion is, or that its last fenced block holds; null if neither parses. */
export function extractJson(text: string): { readonly value: unknown } | null {
	return parse(text) ?? parse(lastFenced(text));
}
