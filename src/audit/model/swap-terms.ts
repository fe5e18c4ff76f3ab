import type { Row } from "../../formats/rows/row.ts";
import { termPattern } from "../slices/named-groups.ts";
import type { SwapList, SwapSide } from "./swap-lists.ts";

/** Replaces the terms of one side by those of the other. */
export interface Swapper {
	readonly list: string;
	readonly from: string;
	readonly to: string;
	/** Whether a text has terms of the first side and none of the second. */
	applies(text: string): boolean;
	text(text: string): string;
	/** The row with every text in it swapped. */
	row(row: Row): Row;
}

/** Both directions of each list. */
export function swappersOf(lists: readonly SwapList[]): Swapper[] {
	return lists.flatMap(({ list, from, to }) => [
		swapper(list, from, to),
		swapper(list, to, from),
	]);
}

function swapper(list: string, from: SwapSide, to: SwapSide): Swapper {
	const counterpart = new Map<string, string>();
	from.terms.forEach((term, i) => {
		const key = term.toLowerCase();
		// Of several counterparts, as of "her", the first one counts.
		if (!counterpart.has(key)) counterpart.set(key, to.terms[i] as string);
	});
	const pattern = termPattern(from.terms);
	const has = new RegExp(pattern.source, "iu");
	const hasOther = new RegExp(termPattern(to.terms).source, "iu");
	const text = (given: string) =>
		given.replace(pattern, (term) =>
			likeCase(term, counterpart.get(term.toLowerCase()) ?? term),
		);
	return {
		...{ list, from: from.name, to: to.name, text },
		applies: (given) => has.test(given) && !hasOther.test(given),
		row: (row) => ({ ...row, value: swapped(row.value, text) as Row["value"] }),
	};
}

/** Upper case at the start, or throughout, as the replaced term has it. */
function likeCase(term: string, other: string): string {
	if (
		term.length > 1 &&
		term === term.toUpperCase() &&
		term !== term.toLowerCase()
	)
		return other.toUpperCase();
	const first = term.charAt(0);
	return first === first.toUpperCase() && first !== first.toLowerCase()
		? other.charAt(0).toUpperCase() + other.slice(1)
		: other;
}

/** Keys that name things for programs and not for readers. */
const kept = new Set(["role", "from", "id", "name", "type", "tool_call_id"]);

function swapped(value: unknown, text: (given: string) => string): unknown {
	if (typeof value === "string") return text(value);
	if (Array.isArray(value)) return value.map((one) => swapped(one, text));
	if (typeof value !== "object" || value === null) return value;
	// Numbers that are kept exactly are objects of a class, which stay as they are.
	if (Object.getPrototypeOf(value) !== Object.prototype) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, one]) => [
			key,
			kept.has(key) ? one : swapped(one, text),
		]),
	);
}
