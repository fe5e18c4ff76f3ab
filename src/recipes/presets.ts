import { TemperError } from "../core/error.ts";
import { nearest } from "./parse/nearest.ts";
import { objectiveKinds } from "./schemas/objective-options.ts";

/** Options without a default that a preset gives. */
const given: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
	grpo: { reward: "numeric" },
};

/** Every objective has a preset of its name: the objective with its defaults. */
export function presetNames(): string[] {
	return objectiveKinds().toSorted();
}

/** What a preset says, as an unchecked recipe. Throws `recipe`, naming the nearest one. */
export function presetOf(
	name: string,
	where: string,
): Readonly<Record<string, unknown>> {
	const names = presetNames();
	if (names.includes(name))
		return { objective: { kind: name, ...given[name] } };
	const near = nearest(name, names);
	throw new TemperError("recipe", {
		where,
		expected: `a preset: one of ${names.join(", ")}`,
		found: JSON.stringify(name),
		...(near === null ? {} : { hint: `Did you mean ${near}?` }),
	});
}
