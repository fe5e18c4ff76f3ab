import type { PilotNote } from "../../../studies/pilot/pilot-note.ts";
import type { ArmResult } from "../../../studies/pilot/pilot-result.ts";
import { countText } from "../../page/language/number-text.ts";
import { shortName } from "../../page/language/short-name.ts";
import { durationText } from "../../page/language/unit-text.ts";
import type { PilotTexts } from "../pilot-texts.ts";
import { reasonText } from "../runs/run-remarks.ts";
import { armsByGain, estimateOf } from "../view/estimate-of.ts";
import type { ReportView } from "../view/report-view.ts";
import { coldStartNotes } from "./cold-start-notes.ts";

/** A note of the pilot in one sentence. */
export function noteText(
	{ notes, language }: PilotTexts,
	note: PilotNote,
): string {
	switch (note.kind) {
		case "asked-in-training":
			return notes.askedInTraining({ ...note, task: shortName(note.task) });
		case "base-unscored":
			return notes.baseUnscored(note);
		case "turn-ends":
			return notes.turnEnds(note);
		case "seeds-left-out":
			return notes.seedsLeftOut({
				...{ seeds: note.seeds, limit: durationText(language, note.limit) },
			});
		case "not-diagnosed":
			return notes.notDiagnosed({
				...{ arm: shortName(note.arm), reason: note.reason },
			});
		case "late":
			return notes.late({
				limit: durationText(language, note.limit),
				took: durationText(language, note.took),
			});
		default:
			return note satisfies never;
	}
}

/** If a leash held only at the limit of its strength, or by drawing the result back. */
function forcedNotes(texts: PilotTexts, arm: ArmResult): string[] {
	const finished = arm.runs.filter(({ state }) => state === "finished");
	const outcomes = finished.flatMap(({ leash }) => leash?.outcome ?? []);
	const name = shortName(arm.name);
	const limited = finished.find(({ leash }) => leash?.outcome?.atLimit);
	const strength = limited?.leash?.strength ?? null;
	const drawn = outcomes.flatMap(({ drawnBack }) => drawnBack ?? []);
	const told = { arm: name, of: finished.length };
	return [
		...(strength === null
			? []
			: [
					texts.notes.leashAtLimit({
						...{ ...told, strength: strength.name },
						runs: outcomes.filter(({ atLimit }) => atLimit).length,
						value: countText(texts.language, strength.value),
					}),
				]),
		...(drawn.length === 0
			? []
			: [
					texts.notes.leashDrawnBack({
						...{ ...told, runs: drawn.length },
						share: `${Math.round(100 * Math.min(...drawn))}%`,
					}),
				]),
	];
}

function armNotes(texts: PilotTexts, arm: ArmResult): string[] {
	const { notes } = texts;
	const name = shortName(arm.name);
	const finished = arm.runs.filter(({ state }) => state === "finished");
	const told = { arm: name, of: finished.length };
	const loose = finished.filter(({ leash }) => leash?.outcome?.held === false);
	const kinds = new Set(
		finished.flatMap(({ alarms }) => alarms.map(({ alarm }) => alarm)),
	);
	const count = finished.reduce(
		(sum, { unscored }) => sum + (unscored?.count ?? 0),
		0,
	);
	const broken = arm.runs.find(({ state }) => state === "failed");
	return [
		...(finished.length > 0 || broken === undefined
			? []
			: [
					notes.armFailed({
						arm: name,
						reason: reasonText(texts, broken.reason),
					}),
				]),
		...(loose.length === 0
			? []
			: [notes.leashNotHeld({ ...told, runs: loose.length })]),
		...forcedNotes(texts, arm),
		...[...kinds].map((kind) =>
			notes.alarms[kind]({
				...told,
				runs: finished.filter(({ alarms }) =>
					alarms.some(({ alarm }) => alarm === kind),
				).length,
			}),
		),
		...coldStartNotes(texts, arm),
		...(count === 0 ? [] : [notes.armUnscored({ arm: name, count })]),
	];
}

/** If the largest gain may be due to chance: the smallest gain that so many questions can show. */
function coarseNotes(view: ReportView): string[] {
	const { target, texts } = view;
	const [best] = armsByGain(view);
	if (target?.questions == null || best === undefined) return [];
	const { value, low } = best.gain;
	if (value <= 0 || low > 0) return [];
	return [
		texts.notes.coarse({
			questions: target.questions,
			axis: shortName(target.name),
			least: view.figures(target).amount(value - low),
		}),
	];
}

/** If the best learning rate may be beyond those that were tried. */
function edgeNotes({ result, texts }: ReportView): string[] {
	const tuned = result.arms.filter(
		({ tried, runs }) =>
			tried.length > 1 && runs.some(({ state }) => state === "finished"),
	);
	const at = (end: "highest" | "lowest") => {
		const last = end === "highest" ? Math.max : Math.min;
		const arms = tuned
			.filter(
				({ learningRate, tried }) =>
					learningRate === last(...tried.map((one) => one.learningRate)),
			)
			.map(({ name }) => shortName(name));
		return arms.length === 0 ? [] : [texts.notes.atTheEdge({ arms, end })];
	};
	return [...at("highest"), ...at("lowest")];
}

/** If a change means little because the base is worse than chance. */
function chanceNotes(view: ReportView): string[] {
	const { result, texts } = view;
	return result.axes.flatMap((axis) => {
		const base = estimateOf(result.base, axis);
		if (base === null || axis.chance === null) return [];
		const worse =
			axis.better === "higher"
				? base.high < axis.chance
				: base.low > axis.chance;
		if (!worse) return [];
		const { value } = view.figures(axis);
		return [
			texts.notes.belowChance({
				axis: shortName(axis.name),
				...{ value: value(base.value), chance: value(axis.chance) },
			}),
		];
	});
}

/**
 * Everything that no number shows and no reader should miss: too few questions, leashes that did not hold, alarms, answers
 * without a score, questions that occur in the training rows.
 */
export function pilotNotes(view: ReportView): string[] {
	const { result, texts } = view;
	return [
		...coarseNotes(view),
		...chanceNotes(view),
		...result.arms.flatMap((arm) => armNotes(texts, arm)),
		...result.notes.map((note) => noteText(texts, note)),
		...edgeNotes(view),
	];
}
