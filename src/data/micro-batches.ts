import type { Group } from "./example.ts";
import { groupRows } from "./plan-step.ts";

/** Groups of rows as micro-batches of at most `tokens` tokens; a larger group has a micro-batch of its own. */
export function microBatchesOf(
	groups: readonly Group[],
	tokens: number,
): Group[][] {
	const lengths = groups.map((group) =>
		group.reduce((sum, { ids }) => sum + ids.length, 0),
	);
	return groupRows([...groups.keys()], lengths, tokens).map((indices) =>
		indices.map((index) => groups[index] as Group),
	);
}

/** A group whose rows need not meet, in parts of at most `tokens` tokens. */
export function splitGroup(group: Group, tokens: number): Group[] {
	const parts: Group[] = [];
	let part: Group[number][] = [];
	let size = 0;
	for (const row of group) {
		if (part.length > 0 && size + row.ids.length > tokens) {
			parts.push(part);
			part = [];
			size = 0;
		}
		part.push(row);
		size += row.ids.length;
	}
	return part.length > 0 ? [...parts, part] : parts;
}
