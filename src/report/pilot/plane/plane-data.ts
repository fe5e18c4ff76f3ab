import type { Estimate } from "../../../stats/estimate.ts";
import { upright } from "../../../studies/measures/upright.ts";
import type {
	ArmResult,
	Axis,
	PilotRun,
} from "../../../studies/pilot/pilot-result.ts";
import { lookAt } from "../../charts/looks.ts";
import type { Guide, Plane, PlanePoint } from "../../charts/plane/plane.ts";
import { roundText } from "../../page/language/number-text.ts";
import { axisFor, hasSeveralBases, type ShownBase } from "../view/bases-of.ts";
import { estimateOf, gainOf } from "../view/estimate-of.ts";
import type { ReportView } from "../view/report-view.ts";

/** A view whose result has both axes of the plane. */
interface Scope {
	readonly view: ReportView;
	readonly base: ShownBase;
	readonly target: Axis;
	readonly distance: Axis;
}

interface Place {
	readonly x: Estimate;
	readonly y: Estimate;
}

function scaled({ value, low, high }: Estimate, scale: number): Estimate {
	return { value: value * scale, low: low * scale, high: high * scale };
}

/** In the units that are shown; null if one of the two was not measured. */
function placeOf(
	{ view, target, distance }: Scope,
	moved: Estimate | null,
	gain: Estimate | null,
): Place | null {
	if (moved === null || gain === null) return null;
	return {
		x: scaled(moved, view.figures(distance).scale),
		y: scaled(gain, view.figures(target).scale),
	};
}

/** A place in words, for `arm: gain +12.6, moved 0.0412`. */
function placeTexts({ view, target, distance }: Scope, { x, y }: Place) {
	const across = view.figures(distance);
	const up = view.figures(target);
	return {
		x: across.value(x.value / across.scale),
		y: up.change(y.value / up.scale),
	};
}

/** The difference of a run from the base, oriented so that higher is better, with the run's own interval around it. */
function runGain({ base, target }: Scope, run: PilotRun): Estimate | null {
	const value = estimateOf(run.values, target);
	const before = estimateOf(base.values, target);
	if (value === null || before === null) return null;
	return upright(
		{
			value: value.value - before.value,
			low: value.low - before.value,
			high: value.high - before.value,
		},
		target,
	);
}

function seedsOf(scope: Scope, arm: ArmResult): PlanePoint["small"] {
	const { plane } = scope.view.texts;
	return arm.runs.flatMap((run) => {
		const moved = estimateOf(run.values, scope.distance);
		const place = placeOf(scope, moved, runGain(scope, run));
		if (place === null) return [];
		const told = { arm: arm.name, seed: run.seed, ...placeTexts(scope, place) };
		return [{ x: place.x.value, y: place.y.value, title: plane.seed(told) }];
	});
}

/** An arm that has both a gain and a distance; nothing otherwise. */
function pointOf(scope: Scope, arm: ArmResult): PlanePoint[] {
	const { view, target, distance } = scope;
	const moved = estimateOf(arm.values, distance);
	const place = placeOf(scope, moved, gainOf(arm, target));
	if (place === null) return [];
	const told = { arm: arm.name, ...placeTexts(scope, place) };
	return [
		{
			...place,
			name: arm.name,
			title: view.texts.plane.point(told),
			look: lookAt(view.result.arms.indexOf(arm)),
			strong: arm === view.recommended,
			onFront: arm.onFront,
			small: seedsOf(scope, arm),
		},
	];
}

/** Each bound once, in the colour of the first arm that has it. */
function leashesOf({ view, base, distance }: Scope): Guide[] {
	const { scale } = view.figures(distance);
	const { texts, result } = view;
	const seen = new Set<number>();
	return base.arms.flatMap((arm) => {
		const { leash } = arm;
		const place = result.arms.indexOf(arm);
		if (leash === null || leash.axis !== distance.name) return [];
		if (seen.has(leash.bound)) return [];
		seen.add(leash.bound);
		const at = leash.bound * scale;
		const text = texts.plane.leash(roundText(texts.language, at));
		return [{ at, colour: lookAt(place).colour, text }];
	});
}

/** Gain on the target against distance from a base, of the arms of that base; null if no arm has both. */
export function planeData(view: ReportView, base: ShownBase): Plane | null {
	const { target, distance, texts, result } = view;
	if (target === null || distance === null) return null;
	const scope = { view, base, target, distance };
	const points = base.arms.flatMap((arm) => pointOf(scope, arm));
	if (points.length === 0) return null;
	const { plane } = texts;
	const [arm] = base.arms;
	const { noise } = arm === undefined ? target : axisFor(result, arm, target);
	const told = points.map(({ title }) => title).join("; ");
	return {
		label: hasSeveralBases(result) ? plane.headingOf(base.name) : plane.heading,
		describe: (axes) => plane.alt({ ...axes, points: told }),
		x: plane.x({
			axis: distance.name,
			unit: view.figures(distance).changeUnit,
		}),
		y: plane.y({ axis: target.name, unit: view.figures(target).changeUnit }),
		points,
		guides: leashesOf(scope),
		noise: noise * view.figures(target).scale,
		texts: { front: plane.front, noise: plane.noise, base: plane.base },
		language: texts.language,
	};
}
