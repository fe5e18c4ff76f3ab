import { nearDuplicates } from "../../src/audit/repeats/near-duplicates.ts";
import { jaccard, openShingler } from "../../src/audit/repeats/shingles.ts";
import { wilson } from "../../src/stats/share.ts";
import { markdown } from "../show.ts";
import { RowMaker, type SyntheticRow } from "./make-rows.ts";
import { edited } from "./plant.ts";

const shares = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5];
export const thresholds = [0.5, 0.6, 0.7, 0.8, 0.9];
const copies = 300;

const textOf = ({ prompt, chosen }: SyntheticRow) => `${prompt}\n${chosen}`;

function share(count: number, of: number): string {
	const { value, low, high } = wilson(count, of);
	const text = (x: number) => (100 * x).toFixed(1);
	return `${text(value)} (${text(low)} to ${text(high)})`;
}

/** Which edits each threshold finds, and which clean rows it flags. */
export async function similarityTable(): Promise<string> {
	const shingle = await openShingler();
	const maker = new RowMaker(0, "study/audit/similarity");
	const rows = Array.from({ length: copies }, () => maker.row());
	const lines = shares.map((part) => {
		const similarities = rows.map((row) => {
			const copy = edited(textOf(row), part, maker);
			return jaccard(shingle(textOf(row)), shingle(copy));
		});
		const mean = similarities.reduce((sum, x) => sum + x, 0) / copies;
		return [
			`${part * 100}% of the words edited`,
			mean.toFixed(2),
			...thresholds.map((threshold) =>
				share(similarities.filter((x) => x >= threshold).length, copies),
			),
		];
	});
	const clean = Array.from({ length: 3000 }, () => textOf(maker.row()));
	const flagged = thresholds.map((threshold) => {
		const found = nearDuplicates(clean, { threshold, seed: 0, shingle });
		return share(found.length, clean.length);
	});
	return markdown([
		["rows", "mean similarity", ...thresholds.map((x) => `at ${x}`)],
		...lines,
		["3000 clean rows, flagged", "", ...flagged],
	]);
}

/** How many pairs above a threshold the bands miss: found by comparing all pairs. */
export async function missedByBands(): Promise<string> {
	const shingle = await openShingler();
	const maker = new RowMaker(1, "study/audit/bands");
	const texts = Array.from({ length: 500 }, () => textOf(maker.row()));
	const copies = texts.map((text) => edited(text, 0.1, maker));
	const all = [...texts, ...copies];
	const found = new Set(
		nearDuplicates(all, { threshold: 0.5, seed: 0, shingle }).map(
			({ index }) => index,
		),
	);
	const lines = [0.5, 0.6, 0.7, 0.8].map((low) => {
		const near = copies
			.map((copy, i) => ({
				i,
				s: jaccard(shingle(texts[i] as string), shingle(copy)),
			}))
			.filter(({ s }) => s >= low && s < low + 0.1);
		const hit = near.filter(({ i }) => found.has(texts.length + i)).length;
		return [
			`${low} to ${(low + 0.1).toFixed(1)}`,
			String(near.length),
			near.length === 0 ? "" : share(hit, near.length),
		];
	});
	return markdown([["similarity of a copy", "copies", "found, %"], ...lines]);
}
