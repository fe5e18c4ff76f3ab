// Plants faults of one kind each into synthetic rows.
import { RowMaker, type SyntheticRow } from "./make-rows.ts";
import { carriers, makers, refusals } from "./values.ts";

export type RowsAs = "demonstrations" | "pairs";

/** Ten kinds for each kind of rows, ten rows each. */
export const planted: Readonly<Record<RowsAs, readonly string[]>> = {
	demonstrations: [
		...["exact-duplicate", "near-duplicate", "email", "phone"],
		...["postal-address", "identity-number", "card-number", "iban"],
		...["refusal", "empty-answer"],
	],
	pairs: [
		...["equal-answers", "label-noise", "exact-duplicate", "near-duplicate"],
		...["same-prompt", "length-outlier", "email", "phone"],
		...["refusal", "unreadable-row"],
	],
};

export interface PlantedSet {
	/** Lines of a JSONL file. */
	readonly lines: readonly string[];
	/** The kind of fault of each line; null for clean rows. */
	readonly faults: readonly (string | null)[];
	readonly topics: readonly string[];
	readonly prompts: readonly string[];
}

const clean = 1000;
const each = 10;

export function plantedSet(as: RowsAs, seed: number): PlantedSet {
	const maker = new RowMaker(seed, `study/audit/${as}`);
	const rows = Array.from({ length: clean }, () => maker.row());
	const items = rows.map((row) => ({
		...{ row, fault: null as string | null, line: lineOf(row, as) },
	}));
	for (const fault of planted[as])
		for (let i = 0; i < each; i++) {
			const row = withFault(fault, maker, rows);
			const line =
				fault === "unreadable-row" ? broken(maker, row, as) : lineOf(row, as);
			items.push({ row, fault, line });
		}
	// Copies have to come after what they copy, or the copied row is the one that is flagged: only the places of the others are mixed.
	return {
		lines: items.map(({ line }) => line),
		faults: items.map(({ fault }) => fault),
		topics: items.map(({ row }) => row.topic),
		prompts: items.map(({ row }) => row.prompt),
	};
}

function lineOf(
	{ prompt, chosen, rejected }: SyntheticRow,
	as: RowsAs,
): string {
	return JSON.stringify(
		as === "pairs"
			? { question: prompt, chosen, rejected }
			: { question: prompt, answer: chosen },
	);
}

function broken(maker: RowMaker, row: SyntheticRow, as: RowsAs): string {
	const line = lineOf(row, as);
	return maker.pick([
		() => line.slice(0, -3),
		() => line.replace('"rejected"', '"refused"'),
		() => line.replace('"question"', '"query"'),
		() => line.replace(/"chosen":"/, '"chosen":3,"was":"'),
	])();
}

function withFault(
	fault: string,
	maker: RowMaker,
	rows: readonly SyntheticRow[],
): SyntheticRow {
	const fresh = maker.row();
	const old = maker.pick(rows);
	const value = makers[fault];
	if (value !== undefined) return carrying(value(maker), fresh, maker);
	switch (fault) {
		case "exact-duplicate":
			return { ...old };
		case "near-duplicate":
			return {
				...old,
				prompt: edited(old.prompt, 0.05, maker),
				chosen: edited(old.chosen, 0.05, maker),
			};
		case "same-prompt":
			return { ...fresh, prompt: old.prompt };
		case "refusal":
			return {
				...fresh,
				chosen: maker.pick(
					fresh.japanese ? refusals.japanese : refusals.english,
				),
			};
		case "empty-answer":
			return { ...fresh, chosen: maker.pick(["", " ", "\n\n", "\u200b"]) };
		case "equal-answers":
			return {
				...fresh,
				rejected: maker.pick([
					fresh.chosen,
					`${fresh.chosen} `,
					fresh.chosen.toUpperCase(),
				]),
			};
		case "label-noise":
			return { ...fresh, chosen: fresh.rejected, rejected: fresh.chosen };
		case "length-outlier":
			return { ...fresh, chosen: outlier(fresh.chosen, maker) };
		case "unreadable-row":
			return fresh;
		default:
			throw new Error(`no way to plant ${fault}`);
	}
}

/** Puts a value into the answer, or now and then into the question. */
function carrying(
	value: string,
	row: SyntheticRow,
	maker: RowMaker,
): SyntheticRow {
	const list = row.japanese ? carriers.japanese : carriers.english;
	const sentence = maker.pick(list).replace("V", () => value);
	const gap = row.japanese ? "" : " ";
	return maker.random.uniform() < 0.3
		? { ...row, prompt: `${row.prompt}${gap}${sentence}` }
		: { ...row, chosen: `${row.chosen}${gap}${sentence}` };
}

/** Ten to thirty times as long, or nearly nothing. */
function outlier(answer: string, maker: RowMaker): string {
	if (maker.random.uniform() < 0.3) return answer.slice(0, 2);
	return Array.from(
		{ length: 10 + maker.random.integer(20) },
		() => answer,
	).join(" ");
}

/** Changes a share of the words (characters of a text without spaces): replaced, dropped, or doubled. */
export function edited(text: string, share: number, maker: RowMaker): string {
	const spaced = text.includes(" ");
	const words = spaced ? text.split(" ") : [...text];
	const edits = Math.max(1, Math.round(share * words.length));
	for (let i = 0; i < edits; i++) {
		const at = maker.random.integer(words.length);
		const other = maker.pick(words);
		const kind = maker.random.integer(3);
		words.splice(
			at,
			1,
			...(kind === 0
				? [other]
				: kind === 1
					? []
					: [words[at] as string, other]),
		);
	}
	return words.join(spaced ? " " : "");
}
