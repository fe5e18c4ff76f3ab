import type { FindingKind } from "../audit-result.ts";

interface AboutCheck {
	/** What the check is called in a list. */
	readonly title: string;
	/** What to do about its findings, as one sentence. */
	readonly remedy: string;
}

export const aboutChecks: Readonly<Record<FindingKind, AboutCheck>> = {
	"unreadable-row": {
		title: "rows that cannot be read",
		remedy: "Correct these rows or delete them: training refuses them.",
	},
	"empty-answer": {
		title: "empty answers",
		remedy:
			"Delete these rows, or write the answers: training refuses them unless data.emptyAnswers is allow.",
	},
	"equal-answers": {
		title: "pairs whose answers are equal",
		remedy:
			"Delete these pairs: they say nothing about which answer is better, and training refuses pairs with equal tokens.",
	},
	"opposite-verdicts": {
		title: "the same answer with opposite verdicts",
		remedy: "Decide which verdict is right and delete the other row.",
	},
	"exact-duplicate": {
		title: "exact duplicates",
		remedy:
			"Keep one row of each group, unless the repetition is meant as a weight.",
	},
	"near-duplicate": {
		title: "near-duplicates",
		remedy:
			"Read the pairs and keep the better row, and keep both rows of a pair on the same side of a held-out split.",
	},
	"same-prompt": {
		title: "the same prompt with different answers",
		remedy:
			"Check that the answers agree; if the rows are split, keep all rows of a prompt on one side.",
	},
	email: {
		title: "e-mail addresses",
		remedy:
			"Replace each address by a placeholder or by one of the domain example.com, or delete the row.",
	},
	phone: {
		title: "telephone numbers",
		remedy: "Replace each number by a placeholder, or delete the row.",
	},
	"postal-address": {
		title: "postal addresses",
		remedy:
			"Replace the address by a placeholder if it is a person's; addresses of public places may stay.",
	},
	"identity-number": {
		title: "identity numbers",
		remedy: "Replace each number by a placeholder, or delete the row.",
	},
	"card-number": {
		title: "payment card numbers",
		remedy: "Replace each number by a placeholder, or delete the row.",
	},
	iban: {
		title: "bank accounts (IBAN)",
		remedy: "Replace each number by a placeholder, or delete the row.",
	},
	refusal: {
		title: "refusals",
		remedy:
			"Read these rows and keep only the refusals that the model should learn: a few per cent of them can make it refuse harmless questions.",
	},
	"length-outlier": {
		title: "outliers in length",
		remedy:
			"Look at these rows: very short ones are often cut off, very long ones often hold several answers or a whole page.",
	},
	"length-bias": {
		title: "length bias of pairs",
		remedy:
			"Add pairs in which the shorter answer is chosen, or train with an objective that divides by length, so that length is not learnt instead of quality.",
	},
	"position-bias": {
		title: "position bias of pairs",
		remedy:
			"Judge each pair in both orders and keep the pairs on which both judgements agree.",
	},
	"topic-imbalance": {
		title: "imbalance of topics",
		remedy:
			"Collect rows of the rare topics or sample fewer of the frequent ones, if the model will be asked about all of them equally.",
	},
	"form-imbalance": {
		title: "imbalance of forms of answer",
		remedy:
			"Make sure that the rare forms are meant; otherwise bring their rows into the usual form.",
	},
	"verdict-imbalance": {
		title: "imbalance of verdicts",
		remedy:
			"Collect more rows with the rare verdict, or weigh the verdicts in the objective.",
	},
	"label-noise": {
		title: "preferences that a simple model disagrees with",
		remedy:
			"Look at these rows again, the first ones first; the list says where to look, not which label is wrong.",
	},
	"slice-difference": {
		title: "outcomes that differ between groups of rows",
		remedy:
			"Read rows of the group and of the others, and decide whether the difference has a reason that the model should learn.",
	},
	"swap-difference": {
		title: "outcomes that change when a name or a group is swapped",
		remedy:
			"Add rows in which the terms are swapped and the outcome stays the same, and measure again.",
	},
};
