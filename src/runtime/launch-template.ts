/** What a line that starts processes on several machines may contain, each in braces. */
export const launchPlaceholders = [
	"command",
	"nodes",
	"gpus",
	"host",
	"port",
] as const;

export type LaunchPlaceholder = (typeof launchPlaceholders)[number];

/** A line with values in the places of its placeholders. */
export function fillLaunch(
	line: string,
	values: Readonly<Partial<Record<string, string>>>,
): string {
	return line.replaceAll(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** The first placeholder of a line that none of the known ones is; null if there is none. */
export function unknownPlaceholder(line: string): string | null {
	const known: readonly string[] = launchPlaceholders;
	for (const [whole, key = ""] of line.matchAll(/\{(\w+)\}/g))
		if (!known.includes(key)) return whole;
	return null;
}
