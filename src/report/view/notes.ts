import type { PilotNote } from "../../studies/pilot/pilot-note.ts";
import type { ArmResult } from "../../studies/pilot/pilot-result.ts";
import type { Texts } from "../texts/texts.ts";
import { armsByGain } from "./estimate-of.ts";
import type { ReportView } from "./report-view.ts";
import { shortName } from "./short-name.ts";

/** What a pilot noted, in one sentence. */
export function noteText({ notes }: Texts, note: PilotNote): string {
	switch (note.kind) {
		case "asked-in-training":
			return notes.askedInTraining({ ...note, task: shortName(note.task) });
		case "base-unscored":
			return notes.baseUnscored(note);
		default:
			return note satisfies never;
	}
}

function armNotes({ notes }: Texts, arm: ArmResult): string[] {
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
	return [
		...(loose.length === 0
			? []
			: [notes.leashNotHeld({ ...told, runs: loose.length })]),
		...[...kinds].map((kind) =>
			notes.alarms[kind]({
				...told,
				runs: finished.filter(({ alarms }) =>
					alarms.some(({ alarm }) => alarm === kind),
				).length,
			}),
		),
		...(count === 0 ? [] : [notes.armUnscored({ arm: name, count })]),
	];
}

/** Where the largest gain may be chance: what so many questions can tell at all. */
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

/**
 * What no figure says and no reader should miss: too few questions, leashes that did not hold, alarms, answers without a
 * score, leaks.
 */
export function pilotNotes(view: ReportView): string[] {
	const { result, texts } = view;
	return [
		...coarseNotes(view),
		...result.arms.flatMap((arm) => armNotes(texts, arm)),
		...result.notes.map((note) => noteText(texts, note)),
	];
}
