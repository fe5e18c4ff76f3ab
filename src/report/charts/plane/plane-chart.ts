import type { Markup } from "../../page/markup.ts";
import { breaksOf, type ChartScale } from "../chart-scale.ts";
import { chartTexts } from "../chart-texts.ts";
import { drawChart } from "../draw-chart.ts";
import { fitText } from "../text-size.ts";
import type { Plane } from "./plane.ts";
import { planeLabels } from "./plane-labels.ts";
import { groundMarks, pointMarks } from "./plane-marks.ts";
import { type PlaneScene, planeScene } from "./plane-scene.ts";
import {
	planeMargins as margins,
	type PlaneSize,
	placedScales,
	planeSizes,
} from "./plane-size.ts";

/** What the axes are called. */
function axisNames({ plane, x, y }: PlaneScene) {
	const { compressed } = chartTexts[plane.language];
	const named = (scale: ChartScale, text: string) =>
		breaksOf(scale).length > 0 ? `${text} (${compressed})` : text;
	return { x: named(x, plane.x), y: named(y, plane.y) };
}

function draw(scene: PlaneScene, size: PlaneSize): Markup {
	const { plane } = scene;
	const names = axisNames(scene);
	const scales = placedScales(scene, size);
	const room = size.width - 24;
	return drawChart({
		label: plane.label,
		description: plane.describe(names),
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

/** The plane, drawn for wide pages, for narrow ones and for paper. */
export function planeCharts(plane: Plane): Markup[] {
	const scene = planeScene(plane);
	return planeSizes.map((size) => draw(scene, size));
}
