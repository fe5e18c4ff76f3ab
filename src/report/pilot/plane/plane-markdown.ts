import { inline, table } from "../../page/markdown.ts";
import { estimateOf, gainOf } from "../view/estimate-of.ts";
import type { ReportView } from "../view/report-view.ts";
import { leashNote } from "./leash-note.ts";

/** The plane as a table of gains and distances. */
export function planeText(view: ReportView): string[] {
	const { texts, target, distance, result } = view;
	if (target === null || distance === null || result.arms.length === 0)
		return [texts.plane.missing];
	const up = view.figures(target);
	const across = view.figures(distance);
	const rows = result.arms.map((arm) => {
		const gain = gainOf(arm, target);
		const moved = estimateOf(arm.values, distance);
		return [
			inline(arm.name),
			gain === null
				? "–"
				: `${up.change(gain.value)} (${up.changeInterval(gain)})`,
			moved === null
				? "–"
				: `${across.value(moved.value)} (${across.interval(moved)})`,
			arm.onFront ? "✓" : "",
		];
	});
	const y = texts.plane.y({ axis: target.name, unit: up.changeUnit });
	const x = texts.plane.x({
		axis: distance.name,
		unit: across.changeUnit,
	});
	const leash = leashNote(view);
	return [
		table(
			[
				{ title: texts.shared.arm },
				{ title: inline(y), align: "right" },
				{ title: inline(x), align: "right" },
				{ title: texts.shared.onFront },
			],
			rows,
		),
		...(leash === null ? [] : [leash]),
	];
}
