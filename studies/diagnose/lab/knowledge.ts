import type { ProbeResult } from "../../../src/diagnose/probe/probe-result.ts";
import { exposureClasses } from "../../../src/lab/world.ts";
import { aucEstimate } from "../../../src/stats/auc.ts";
import { wilson } from "../../../src/stats/share.ts";
import { markdown, show } from "../../show.ts";

type Items = Pick<ProbeResult, "items">["items"];

const met = (items: Items, exposures: number) =>
	items.filter(({ columns }) => columns.exposures === String(exposures));

const shareOf = (items: Items, holds: (item: Items[number]) => boolean) =>
	wilson(items.filter(holds).length, items.length);

/** What a probe says of facts, by how often the base met them. */
export function exposureTable({ items }: Pick<ProbeResult, "items">): string {
	const rows = exposureClasses.map((exposures) => {
		const own = met(items, exposures);
		const share = (holds: (item: Items[number]) => boolean) =>
			show(shareOf(own, holds));
		return [
			...[String(exposures), String(own.length)],
			share(({ chosen, gold }) => chosen === gold),
			share(({ knowledge }) => knowledge === "known"),
			share(({ knowledge }) => knowledge === "unsure"),
			share(({ knowledge }) => knowledge === "unknown"),
		];
	});
	const head = "met | items | right | known | unsure | unknown";
	return markdown([head.split(" | "), ...rows]);
}

/** How well a probe tells facts that the base met often from facts that it never met. */
export function separation({ items }: Pick<ProbeResult, "items">) {
	const of = (own: Items) => own.map((item) => item.goldProbability);
	const never = met(items, 0);
	const often = [...met(items, 64), ...met(items, 256)];
	return {
		auc: aucEstimate(of(often), of(never)),
		/** Share of facts that the base never met and that are called known. */
		falseKnown: shareOf(never, ({ knowledge }) => knowledge === "known"),
	};
}
