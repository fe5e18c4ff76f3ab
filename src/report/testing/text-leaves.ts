/** All texts of a table that take no parameters, by their places in it. */
export function textLeaves(
	value: unknown,
	place = "",
): [place: string, text: string][] {
	if (typeof value === "string") return [[place, value]];
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, one]) =>
		textLeaves(one, `${place}.${key}`),
	);
}
