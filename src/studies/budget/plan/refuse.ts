import { TemperError } from "../../../core/error.ts";

/** Throws `recipe`: an error in the question that its author can correct. */
export function refuse(
	where: string,
	expected: string,
	found: string,
	hint?: string,
): never {
	throw new TemperError("recipe", {
		...{ where, expected, found },
		...(hint !== undefined && { hint }),
	});
}
