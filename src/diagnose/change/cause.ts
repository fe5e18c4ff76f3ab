import type { Cause, TunedDiagnosis } from "./diagnosis.ts";
import { thresholds } from "./thresholds.ts";

type Evidence = TunedDiagnosis["evidence"];

/**
 * What happened, from the numbers of `evidenceOf`. The first of these that holds:
 *
 * 1. More was gained than lost, and no more was lost elsewhere than a gain can make up for: `new-knowledge` or `drawn-out`,
 *    whichever share is larger.
 * 2. Answers changed in form, and little was lost: `format-only`.
 * 3. Something was lost: `wrong-answers` if the loss is about as large near the rows as elsewhere, since wrong answers
 *    strike what they are about; `overfit` if it is larger elsewhere, since overfitting spares what it repeats; `unclear` if
 *    nothing was asked elsewhere.
 * 4. Nothing changed: `no-change`, or `unclear` if there are too few questions to say so.
 *
 * A gain or a loss counts if its interval excludes 0 and it is as large as the thresholds say.
 */
export function causeOf(evidence: Evidence): Cause {
	const at = (name: string) => evidence[name] ?? 0;
	const gained = gainIn(evidence);
	const lost = lossIn(evidence);
	if (gained > lost && at("lossFar") < thresholds.ruin.value)
		return at("learned") >= at("drawnOut") ? "new-knowledge" : "drawn-out";
	if (changedForm(evidence) && lost <= thresholds.littleLoss.value)
		return "format-only";
	if (lost > 0) return lossCause(evidence);
	return at("questions") >= thresholds.enough.value ? "no-change" : "unclear";
}

function lossCause(evidence: Evidence): Cause {
	const { lossNear = 0, lossFar } = evidence;
	if (lossFar === undefined) return "unclear";
	const near = isLoss(evidence, "lossNear");
	return near && lossNear >= thresholds.nearLoss.value * lossFar
		? "wrong-answers"
		: "overfit";
}

function changedForm(evidence: Evidence): boolean {
	const { restyled = 0, restyledLow = 0, formChangedLow = 0 } = evidence;
	return (
		(restyledLow > 0 && restyled >= thresholds.leastShare.value) ||
		formChangedLow >= thresholds.formChanged.value
	);
}

/**
 * What was learned and drawn out, each if it is more than chance and more than a trifle, as a share of what the base answered
 * wrong: losses are shares of what it answered right.
 */
export function gainIn(evidence: Evidence): number {
	const shares = ["learned", "drawnOut"].map((name) => {
		const share = evidence[name] ?? 0;
		const counts =
			(evidence[`${name}Low`] ?? 0) > 0 && share >= thresholds.leastShare.value;
		return counts ? share : 0;
	});
	const gained = shares.reduce((sum, share) => sum + share, 0);
	const { wrong = 1 } = evidence;
	return gained === 0 ? 0 : Math.min(1, gained / Math.max(wrong, gained));
}

/** The larger loss of what the base answered right, near the rows or elsewhere. */
export function lossIn(evidence: Evidence): number {
	const losses = ["lossNear", "lossFar"].filter((name) =>
		isLoss(evidence, name),
	);
	return Math.max(0, ...losses.map((name) => evidence[name] ?? 0));
}

export function isLoss(evidence: Evidence, name: string): boolean {
	const counts = (evidence[`${name}Low`] ?? 0) > 0;
	return counts && (evidence[name] ?? 0) >= thresholds.leastLoss.value;
}
