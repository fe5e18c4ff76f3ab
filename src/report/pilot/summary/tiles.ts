import type { ArmResult, Axis } from "../../../studies/pilot/pilot-result.ts";
import { shortName } from "../../page/language/short-name.ts";
import { durationText } from "../../page/language/unit-text.ts";
import { axisFor } from "../view/bases-of.ts";
import { changeKind } from "../view/change-kind.ts";
import { estimateOf, gainOf } from "../view/estimate-of.ts";
import type { ReportView } from "../view/report-view.ts";
import { keptAxes, rivalOf, timesAsFar } from "./headline.ts";

/** A number that a reader should not miss. */
export interface Tile {
	readonly name: string;
	readonly figure: string;
	readonly unit: string;
	readonly note: string;
}

function missing({ texts }: ReportView, name: string): Tile {
	return { name, figure: "–", unit: "", note: texts.tiles.notMeasured };
}

function gainTile(view: ReportView, arm: ArmResult): Tile {
	const { texts, target } = view;
	const gain = target === null ? null : gainOf(arm, target);
	if (target === null || gain === null) return missing(view, texts.tiles.gain);
	const figures = view.figures(target);
	return {
		name: `${texts.tiles.gain}${texts.colon}${shortName(target.name)}`,
		figure: figures.change(gain.value),
		unit: figures.changeUnit,
		note: texts.tiles.interval({ interval: figures.changeInterval(gain) }),
	};
}

/** How bad a change is: relative to the tolerance of its condition, or, without a condition, to chance and noise. */
function badness({ result }: ReportView, arm: ArmResult, axis: Axis): number {
	const gain = gainOf(arm, axis);
	if (gain === null) return Number.NEGATIVE_INFINITY;
	const { noise } = axisFor(result, arm, axis);
	const condition = result.verdict?.conditions.find(
		(one) => one.axis === axis.name,
	);
	const chance = Math.max(noise, (gain.high - gain.low) / 2);
	const allowed = Math.abs(condition?.bound ?? 0) || chance;
	return -gain.value / Math.max(allowed, Number.EPSILON);
}

function worstTile(view: ReportView, arm: ArmResult): Tile {
	const { texts } = view;
	const [worst] = keptAxes(view)
		.filter((axis) => gainOf(arm, axis) !== null)
		.sort((a, b) => badness(view, arm, b) - badness(view, arm, a));
	const change = worst === undefined ? null : estimateOf(arm.gains, worst);
	if (worst === undefined || change === null)
		return missing(view, texts.tiles.worst);
	const figures = view.figures(worst);
	const note =
		changeKind(view.result, arm, worst) === "worse"
			? texts.tiles.beyondNoise
			: texts.tiles.insideNoise;
	return {
		name: texts.tiles.worst,
		figure: figures.change(change.value),
		unit: figures.changeUnit,
		note: note({ axis: shortName(worst.name) }),
	};
}

function movedTile(view: ReportView, arm: ArmResult): Tile {
	const { texts, distance } = view;
	const moved = distance === null ? null : estimateOf(arm.values, distance);
	if (distance === null || moved === null)
		return missing(view, texts.tiles.moved);
	const figures = view.figures(distance);
	const rival = rivalOf(view);
	const times = rival === null ? null : timesAsFar(view, rival, arm);
	return {
		name: texts.tiles.moved,
		figure: figures.value(moved.value),
		unit: figures.changeUnit,
		note:
			rival === null || times === null
				? shortName(distance.name)
				: texts.tiles.times({ times, arm: shortName(rival.name) }),
	};
}

function costTile({ result, texts }: ReportView): Tile {
	const runs = result.arms.reduce((sum, arm) => sum + arm.runs.length, 0);
	return {
		name: texts.tiles.cost,
		figure: durationText(texts.language, result.seconds),
		unit: "",
		note: texts.tiles.runs({ arms: result.arms.length, runs }),
	};
}

/** Gain, worst change and distance of the recommended arm, and the time that the pilot took. */
export function tiles(view: ReportView): Tile[] {
	const arm = view.recommended;
	if (arm === null) return [costTile(view)];
	return [
		gainTile(view, arm),
		worstTile(view, arm),
		movedTile(view, arm),
		costTile(view),
	];
}
