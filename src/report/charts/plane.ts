import type { Markup } from "../html/markup.ts";
import type { ReportView } from "../view/report-view.ts";
import { breaksOf, type ChartScale } from "./chart-scale.ts";
import { drawChart } from "./draw-chart.ts";
import { planeLabels } from "./plane-labels.ts";
import { groundMarks, placeTexts, pointMarks } from "./plane-marks.ts";
import { type PlaneScene, planeScene } from "./plane-scene.ts";
import {
	planeMargins as margins,
	type PlaneSize,
	planeScales,
	planeSizes,
} from "./plane-size.ts";
import { fitText } from "./text-size.ts";

/** What the axes are called. */
function axisNames({ view, target, distance, x, y }: PlaneScene) {
	const { chart } = view.texts;
	const named = (scale: ChartScale, text: string) =>
		breaksOf(scale).length > 0 ? `${text} (${chart.compressed})` : text;
	return {
		x: named(
			x,
			chart.planeX({
				axis: distance.name,
				unit: view.figures(distance).changeUnit,
			}),
		),
		y: named(
			y,
			chart.planeY({
				axis: target.name,
				unit: view.figures(target).changeUnit,
			}),
		),
	};
}

function draw(scene: PlaneScene, size: PlaneSize): Markup {
	const { chart } = scene.view.texts;
	const names = axisNames(scene);
	const points = scene.points
		.map((point) =>
			chart.point({ arm: point.arm.name, ...placeTexts(scene, point) }),
		)
		.join("; ");
	const scales = planeScales(scene, size);
	const room = size.width - 24;
	return drawChart({
		label: chart.planeTitle,
		description: chart.planeAlt({ ...names, points }),
		width: size.width,
		height: size.height,
		classes: size.classes,
		marginTop: margins.top,
		marginRight: margins.right,
		marginBottom: margins.bottom,
		marginLeft: margins.left,
		x: {
			...scales.x,
			label: fitText(names.x, 12, room),
			labelAnchor: "right",
		},
		y: { ...scales.y, label: fitText(names.y, 12, room) },
		marks: [groundMarks(scene), pointMarks(scene), planeLabels(scene, size)],
	});
}

/** Gain on the target against distance from the base, for wide and for narrow pages; null where no arm has both. */
export function planeChart(view: ReportView): Markup[] | null {
	const scene = planeScene(view);
	return scene === null ? null : planeSizes.map((size) => draw(scene, size));
}
