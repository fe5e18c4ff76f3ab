import type {
	PilotRun,
	RunLeash,
	RunReason,
} from "../../../studies/pilot/pilot-result.ts";
import { countText, roundText } from "../../page/language/number-text.ts";
import type { PilotTexts } from "../pilot-texts.ts";
import type { ReportView } from "../view/report-view.ts";

/** A remark on a run, in addition to its numbers. */
export interface Remark {
	readonly text: string;
	/** Whether something went wrong. */
	readonly bad: boolean;
}

/** Why a run did not finish. */
export function reasonText(
	{ runs }: PilotTexts,
	reason: RunReason | null,
): string {
	if (reason === null) return runs.noReason;
	switch (reason.kind) {
		case "other-rates":
			return runs.otherRates;
		case "tied-rates":
			return runs.tiedRates;
		case "outdone":
			return runs.outdone(reason.by);
		case "other-betas":
			return runs.otherBetas(reason.by);
		case "nothing-scored":
			return runs.nothingScored;
		case "unfinished":
			return runs.unfinished;
		case "fault":
			return reason.text;
		default:
			return reason satisfies never;
	}
}

function leashRemark(texts: PilotTexts, leash: RunLeash | null): Remark[] {
	if (leash === null || leash.outcome === null) return [];
	const { step, measure, value, bound, strength, outcome } = leash;
	const { held, stopped, drawnBack } = outcome;
	const round = (number: number) => roundText(texts.language, number);
	const text = texts.runs.leash({
		...{ held, measure },
		value: round(value.value),
		interval: texts.interval(round(value.low), round(value.high)),
		bound: texts.amount(round(bound), texts.units["nats per token"]),
		strength: strength && { ...strength, value: round(strength.value) },
		drawnBack: drawnBack === null ? null : `${round(100 * drawnBack)}%`,
		stopped: stopped ? countText(texts.language, step) : null,
	});
	return [{ text, bad: !held }];
}

/** Why a run did not finish, how its leash ended, what could not be scored, what alarmed. */
export function runRemarks({ texts }: ReportView, run: PilotRun): Remark[] {
	const { state, reason, leash, unscored, alarms } = run;
	const why = { text: reasonText(texts, reason), bad: state === "failed" };
	return [
		...(state === "finished" ? [] : [why]),
		...leashRemark(texts, leash),
		...(unscored === null
			? []
			: [{ text: texts.runs.unscored(unscored), bad: true }]),
		...alarms.map(({ alarm, step }) => ({
			text: texts.runs.alarms[alarm]({ step: countText(texts.language, step) }),
			bad: true,
		})),
	];
}
