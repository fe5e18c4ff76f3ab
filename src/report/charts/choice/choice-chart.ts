import * as Plot from "@observablehq/plot";
import type { Markup } from "../../page/markup.ts";
import { type AxisScale, amountScale } from "../axes/axis-scale.ts";
import { drawChart } from "../draw-chart.ts";
import { fitText } from "../text-size.ts";
import type { Choice, ChoiceFrame, ChoiceSize, Place } from "./choice.ts";
import { choiceLabels } from "./choice-labels.ts";
import { choiceMarks } from "./choice-marks.ts";

const sizes: readonly ChoiceSize[] = [
	{ width: 1030, height: 620, classes: " wide", scores: true },
	{ width: 330, height: 400, classes: " narrow", scores: false },
	{ width: 690, height: 520, classes: " paper", scores: true },
];

const margins = { top: 34, right: 18, bottom: 46, left: 56 };

/** Everything that has to have a place. */
function placesOf({ cells, lines, path }: Choice): Place[] {
	return [
		...cells,
		...path,
		...lines.flatMap(({ points, best }) => [
			...points,
			...(best === null ? [] : [best]),
		]),
	];
}

/** Amounts that decide whether an axis is logarithmic: those of cells and answers. */
function scaleOf(
	choice: Choice,
	amount: (place: Place) => number,
	upright: boolean,
): AxisScale {
	const { cells, lines, language } = choice;
	const least = [...cells, ...lines.flatMap(({ best }) => best ?? [])]
		.map(amount)
		.filter((value) => value > 0);
	const most = Math.max(...placesOf(choice).map(amount), 1);
	return amountScale({ values: [...least, most], language, upright });
}

function draw(
	choice: Choice,
	size: ChoiceSize,
	across: AxisScale,
	up: AxisScale,
): Markup {
	const { width, height } = size;
	const x = across.placed([margins.left, width - margins.right]);
	const y = up.placed([height - margins.bottom, margins.top]);
	const right = Plot.scale({ x });
	const above = Plot.scale({ y });
	const frame: ChoiceFrame = {
		...size,
		margins,
		most: {
			x: Number([...(x.domain ?? [])].at(-1)),
			y: Number([...(y.domain ?? [])].at(-1)),
		},
		px: (place) => ({
			x: right.apply(place.x) as number,
			y: above.apply(place.y) as number,
		}),
	};
	return drawChart({
		label: choice.label,
		description: choice.description,
		...{ width, height, classes: size.classes },
		...{ marginTop: margins.top, marginRight: margins.right },
		...{ marginBottom: margins.bottom, marginLeft: margins.left },
		x: {
			...x,
			label: fitText(choice.x, 12, width - 30),
			labelAnchor: "right",
		},
		y: { ...y, label: fitText(choice.y, 12, width - 20) },
		marks: [choiceMarks(choice, frame), choiceLabels(choice, frame)],
	});
}

/** The scales of a choice: amounts from zero on, each logarithmic if its range asks for it. */
export function choiceScales(choice: Choice): {
	readonly x: AxisScale;
	readonly y: AxisScale;
} {
	return {
		x: scaleOf(choice, ({ x }) => x, false),
		y: scaleOf(choice, ({ y }) => y, true),
	};
}

/** Isoquants, budget lines, the expansion path and measured bundles, drawn for wide pages, for narrow ones and for paper. */
export function choiceCharts(choice: Choice): Markup[] {
	const { x, y } = choiceScales(choice);
	return sizes.map((size) => draw(choice, size, x, y));
}
