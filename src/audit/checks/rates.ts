import type { Check, FindingKind } from "../audit-result.ts";

/** What `npm run study:audit` measured: the tables of docs/audit.md, over both kinds of rows; `--write` writes this file. */
export const rates: Readonly<Record<FindingKind, Check["measured"]>> = {
	"unreadable-row": {
		recall: { value: 1, low: 0.9812, high: 1 },
		falseAlarms: { value: 0, low: 0, high: 0 },
	},
	"empty-answer": {
		recall: { value: 1, low: 0.9812, high: 1 },
		falseAlarms: { value: 0, low: 0, high: 0 },
	},
	"equal-answers": {
		recall: { value: 1, low: 0.9812, high: 1 },
		falseAlarms: { value: 0, low: 0, high: 0 },
	},
	"opposite-verdicts": null,
	"exact-duplicate": {
		recall: { value: 1, low: 0.9905, high: 1 },
		falseAlarms: { value: 0, low: 0, high: 0 },
	},
	"near-duplicate": {
		recall: { value: 1, low: 0.9905, high: 1 },
		falseAlarms: { value: 0.0005, low: 0, high: 0.0005 },
	},
	"same-prompt": {
		recall: { value: 1, low: 0.9812, high: 1 },
		falseAlarms: { value: 0, low: 0, high: 0 },
	},
	email: {
		recall: { value: 1, low: 0.9905, high: 1 },
		falseAlarms: { value: 0, low: 0, high: 0 },
	},
	phone: {
		recall: { value: 0.9975, low: 0.986, high: 0.9996 },
		falseAlarms: { value: 0, low: 0, high: 0 },
	},
	"postal-address": {
		recall: { value: 1, low: 0.9812, high: 1 },
		falseAlarms: { value: 0, low: 0, high: 0 },
	},
	"identity-number": {
		recall: { value: 1, low: 0.9812, high: 1 },
		falseAlarms: { value: 0, low: 0, high: 0 },
	},
	"card-number": {
		recall: { value: 1, low: 0.9812, high: 1 },
		falseAlarms: { value: 0, low: 0, high: 0 },
	},
	iban: {
		recall: { value: 1, low: 0.9812, high: 1 },
		falseAlarms: { value: 0, low: 0, high: 0 },
	},
	refusal: {
		recall: { value: 1, low: 0.9905, high: 1 },
		falseAlarms: { value: 0, low: 0, high: 0 },
	},
	"length-outlier": {
		recall: { value: 0.975, low: 0.9428, high: 0.9893 },
		falseAlarms: { value: 0.001, low: 0.001, high: 0.001 },
	},
	"length-bias": null,
	"position-bias": null,
	"topic-imbalance": null,
	"form-imbalance": null,
	"verdict-imbalance": null,
	"label-noise": {
		recall: { value: 0.65, low: 0.5816, high: 0.7127 },
		falseAlarms: { value: 0.024, low: 0.022, high: 0.026 },
	},
	"slice-difference": null,
	"swap-difference": null,
};
