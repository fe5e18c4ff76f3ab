import { topicsOf } from "../../src/audit/slices/topics.ts";
import { wordsOf } from "../../src/audit/words/terms.ts";
import { markdown } from "../show.ts";
import { plantedSet } from "./plant.ts";

/** Normalised mutual information of two groupings, from 0 to 1. */
export function agreementOf(
	a: readonly string[],
	b: readonly string[],
): number {
	const counts = (items: readonly string[]) => {
		const map = new Map<string, number>();
		for (const item of items) map.set(item, (map.get(item) ?? 0) + 1);
		return map;
	};
	const n = a.length;
	const entropy = (map: Map<string, number>) =>
		-[...map.values()].reduce((sum, c) => sum + (c / n) * Math.log(c / n), 0);
	const [x, y, both] = [
		counts(a),
		counts(b),
		counts(a.map((one, i) => `${one}\t${b[i]}`)),
	];
	const [hx, hy] = [entropy(x), entropy(y)];
	return hx + hy === 0 ? 1 : (2 * (hx + hy - entropy(both))) / (hx + hy);
}

/** The share of prompts whose group has their topic as its most frequent one. */
function purity(groups: readonly string[], topics: readonly string[]): number {
	const byGroup = new Map<string, Map<string, number>>();
	groups.forEach((group, i) => {
		const counts = byGroup.get(group) ?? new Map<string, number>();
		const topic = topics[i] as string;
		byGroup.set(group, counts.set(topic, (counts.get(topic) ?? 0) + 1));
	});
	const most = [...byGroup.values()].map((counts) =>
		Math.max(...counts.values()),
	);
	return most.reduce((sum, x) => sum + x, 0) / groups.length;
}

const openingOf = (words: number) => (prompts: readonly string[]) =>
	prompts.map((prompt) => wordsOf(prompt).slice(0, words).join(" "));

/** Ways to group prompts, against the topics that the rows were made from. */
export function topicTable(): string {
	const sets = [0, 1, 2].map((seed) => plantedSet("demonstrations", seed));
	const ways: [string, (prompts: readonly string[]) => string[]][] = [
		["shared keywords", topicsOf],
		["the first word", openingOf(1)],
		["the first two words", openingOf(2)],
		["one group", (prompts) => prompts.map(() => "all")],
	];
	const mean = (values: readonly number[]) =>
		(values.reduce((sum, x) => sum + x, 0) / values.length).toFixed(2);
	return markdown([
		["groups by", "groups", "purity", "normalised mutual information"],
		...ways.map(([name, group]) => {
			const grouped = sets.map(({ prompts }) => group(prompts));
			return [
				name,
				mean(grouped.map((one) => new Set(one).size)),
				mean(grouped.map((one, i) => purity(one, sets[i]?.topics ?? []))),
				mean(grouped.map((one, i) => agreementOf(one, sets[i]?.topics ?? []))),
			];
		}),
	]);
}
