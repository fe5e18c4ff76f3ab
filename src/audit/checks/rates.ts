import type { Check, FindingKind } from "../audit-result.ts";

/** Written by `npm run study:audit`, which also writes the tables of docs/audit.md. */
export const rates: Readonly<Record<FindingKind, Check["measured"]>> = {
	"unreadable-row": null,
	"empty-answer": null,
	"equal-answers": null,
	"opposite-verdicts": null,
	"exact-duplicate": null,
	"near-duplicate": null,
	"same-prompt": null,
	email: null,
	phone: null,
	"postal-address": null,
	"identity-number": null,
	"card-number": null,
	iban: null,
	refusal: null,
	"length-outlier": null,
	"length-bias": null,
	"position-bias": null,
	"topic-imbalance": null,
	"form-imbalance": null,
	"verdict-imbalance": null,
	"label-noise": null,
	"slice-difference": null,
	"swap-difference": null,
};
