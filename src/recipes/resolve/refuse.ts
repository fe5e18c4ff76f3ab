import { TemperError } from "../../core/error.ts";

/** Throws `recipe`. An empty hint is left out. */
export function refuse(
	where: string,
	expected: string,
	found: string,
	hint = "",
): never {
	throw new TemperError("recipe", {
		...{ where, expected, found },
		...(hint !== "" && { hint }),
	});
}
