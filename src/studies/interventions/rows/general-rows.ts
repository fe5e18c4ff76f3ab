import { TemperError } from "../../../core/error.ts";
import { RandomStream } from "../../../core/random.ts";
import { readRows } from "../../../formats/rows/read-rows.ts";
import type { Row } from "../../../formats/rows/row.ts";
import type { InterveneRecipe } from "../../../recipes/parse/parse-intervene.ts";

/** The general rows in the order in which they are taken. */
export async function readGeneral({
	general,
	seed,
}: Pick<InterveneRecipe, "general" | "seed">): Promise<readonly Row[]> {
	if (general === null) return [];
	const rows: Row[] = [];
	for await (const row of readRows(general.rows)) rows.push(row);
	const least = general.count ?? 1;
	if (rows.length < least)
		throw new TemperError("data", {
			where: general.rows,
			expected: `at least ${least} general rows`,
			found: String(rows.length),
			hint: "Lower general.count, or add rows.",
		});
	return new RandomStream(seed, "general rows").shuffle(rows);
}

/** The general rows of every run: the same for all. `size` is that of a group. */
export function generalPart(
	rows: readonly Row[],
	count: number | null,
	size: number,
): readonly Row[] {
	return rows.slice(0, count ?? size);
}
