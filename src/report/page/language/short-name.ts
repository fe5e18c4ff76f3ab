/** Characters of a name that are shown in sentences and tables. */
const longest = 64;

/** The name; if it is long, its two ends with an ellipsis between them. */
export function shortName(name: string): string {
	const line = name.replaceAll(/\s+/g, " ").trim();
	if (line.length <= longest) return line;
	const half = (longest - 1) / 2;
	const start = line.slice(0, Math.ceil(half)).replace(/[\ud800-\udbff]$/, "");
	const end = line.slice(-Math.floor(half)).replace(/^[\udc00-\udfff]/, "");
	return `${start.trimEnd()}…${end.trimStart()}`;
}
