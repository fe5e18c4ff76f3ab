import type {
	DemonstrationMark,
	ProbeExclusion,
	ProbeItem,
} from "../probe-result.ts";

/**
 * Each row of demonstrations against what the model holds (arXiv 2402.18243, section 3): harmonious if the model's choice is
 * the row's answer, incompatible if it is another one. The item tells how sure that is. Rows that were left out of the
 * probe cannot be tested. In the order of the rows.
 */
export function markDemonstrations(
	items: readonly ProbeItem[],
	excluded: readonly ProbeExclusion[],
): DemonstrationMark[] {
	const tested = items.map((item): DemonstrationMark => {
		const mark = item.chosen === item.gold ? "harmonious" : "incompatible";
		return { id: item.id, mark, reason: null, item };
	});
	const others = excluded.map(
		({ id, reason }): DemonstrationMark => ({
			...{ id, mark: "not-testable", reason, item: null },
		}),
	);
	const line = ({ id }: DemonstrationMark) => Number(/:(\d+)$/.exec(id)?.[1]);
	return [...tested, ...others].sort((a, b) => line(a) - line(b));
}
