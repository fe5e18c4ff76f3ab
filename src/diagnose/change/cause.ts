import type { Cause, TunedDiagnosis } from "./diagnosis.ts";
import { thresholds } from "./thresholds.ts";

type Evidence = TunedDiagnosis["evidence"];

/**
 * What happened, from the numbers of `evidenceOf`. The first of these that holds:
 *
 * 1. More was lost than gained. The loss is `overfit` if it is everywhere, and `wrong-answers` if it is near the rows.
 * 2. More was gained than lost: `new-knowledge` or `drawn-out`, whichever is the larger share.
 * 3. Neither, but answers changed in form: `format-only`.
 * 4. Nothing changed: `no-change`, or `unclear` if there are too few questions to say so.
 *
 * A gain or a loss counts if its interval excludes 0 and it is as large as the thresholds say.
 */
export function causeOf(evidence: Evidence): Cause {
	const at = (name: string) => evidence[name] ?? 0;
	const gained = gainIn(evidence);
	const lost = lossIn(evidence);
	if (lost > 0 && lost >= gained) {
		const everywhere = thresholds.general.value * at("lossNear");
		return isLoss(evidence, "lossFar") && at("lossFar") >= everywhere
			? "overfit"
			: "wrong-answers";
	}
	if (gained > 0)
		return at("learned") >= at("drawnOut") ? "new-knowledge" : "drawn-out";
	const { leastShare, formChanged } = thresholds;
	const restyled = at("restyledLow") > 0 && at("restyled") >= leastShare.value;
	if (restyled || at("formChangedLow") >= formChanged.value)
		return "format-only";
	return at("questions") >= thresholds.enough.value ? "no-change" : "unclear";
}

/** Learned and drawn out, if they are more than chance and more than a trifle. */
export function gainIn(evidence: Evidence): number {
	return ["learned", "drawnOut"].reduce((sum, name) => {
		const share = evidence[name] ?? 0;
		const counts =
			(evidence[`${name}Low`] ?? 0) > 0 && share >= thresholds.leastShare.value;
		return counts ? sum + share : sum;
	}, 0);
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
