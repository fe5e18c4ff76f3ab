import type { RandomStream } from "../core/random.ts";
import { cast } from "./plain-words.ts";
import { relations } from "./relations.ts";

const onsets = "b d f g h j k l m n p r s t v z br dr gl kr pl st tr sh".split(
	" ",
);
const vowels = [..."aeiou"];
const endings = ["", "n", "l", "r", "s", "m", "x", "th"];

/** Invented names of people, all different, and none a word that occurs otherwise. */
export function drawNames(random: RandomStream, count: number): string[] {
	const one = <T>(items: readonly T[]) =>
		items[random.integer(items.length)] as T;
	const taken = new Set(
		[...cast, ...relations.flatMap(({ values }) => values)].map((word) =>
			word.toLowerCase(),
		),
	);
	const names: string[] = [];
	while (names.length < count) {
		const name =
			one(onsets) + one(vowels) + one(onsets) + one(vowels) + one(endings);
		if (taken.has(name)) continue;
		taken.add(name);
		names.push(name.charAt(0).toUpperCase() + name.slice(1));
	}
	return names;
}
