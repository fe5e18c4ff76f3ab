/** A task of the lab, with the keys of a task file; `rows` is relative to the folder `tasks`. */
export interface LabTask {
	readonly name: string;
	/** What it asks, in a sentence. */
	readonly about: string;
	readonly axis: "target" | "retention" | "wording" | "general";
	readonly rows: string;
	readonly scorer: string | Readonly<Record<string, string>>;
	readonly generate?: { readonly maxNewTokens: number };
	readonly group?: string;
}

/** Options are whole sentences of about one length: the sum of their tokens decides. */
const choice = { kind: "choice", by: "likelihood", normalise: "none" } as const;

const worked = { maxNewTokens: 40 } as const;

/** The tasks on the lab's sets, ready for an evaluation or a pilot. */
export const labTasks: readonly LabTask[] = [
	{
		name: "sums",
		about: "two-step word problems: the number at the end is right",
		axis: "target",
		rows: "../sums/test.jsonl",
		scorer: "numeric",
		generate: worked,
	},
	{
		name: "sums-reworded",
		about: "the same in wordings that nobody was taught",
		axis: "wording",
		rows: "../sums/ood.jsonl",
		scorer: "numeric",
		generate: worked,
	},
	{
		name: "new-facts",
		about: "facts that the base never met, in a wording of its own",
		axis: "target",
		rows: "../facts/test.jsonl",
		scorer: choice,
	},
	{
		name: "new-facts-reworded",
		about: "the same facts in wordings that nobody was taught",
		axis: "wording",
		rows: "../facts/ood.jsonl",
		scorer: choice,
	},
	{
		name: "form",
		about:
			"a right answer in a form that pre-training never shows, word for word",
		axis: "target",
		rows: "../form/test.jsonl",
		scorer: "exact",
		generate: worked,
	},
	{
		name: "manner",
		about: "which of two answers is preferred: the polite and right one",
		axis: "target",
		rows: "../manner/test.jsonl",
		scorer: choice,
	},
	{
		name: "known-facts",
		about: "facts that the base met 64 times or more",
		axis: "retention",
		rows: "../retention/facts.jsonl",
		scorer: choice,
	},
	{
		name: "known-facts-by-letter",
		about: "the same by letter, below which the options are listed",
		axis: "retention",
		rows: "../retention/facts.jsonl",
		scorer: { kind: "choice", by: "letter", cue: "" },
	},
	{
		name: "known-sums",
		about: "one-step word problems, which the base was taught",
		axis: "retention",
		rows: "../retention/sums.jsonl",
		scorer: "numeric",
		generate: worked,
	},
	{
		name: "talk",
		about: "questions about common things, answered word for word",
		axis: "retention",
		rows: "../retention/talk.jsonl",
		scorer: "exact",
		generate: { maxNewTokens: 24 },
	},
	{
		name: "consistency",
		about: "well-known facts, each in six wordings",
		axis: "retention",
		rows: "../consistency/facts.jsonl",
		scorer: choice,
		group: "fact",
	},
	{
		name: "general",
		about: "how far the model moved on rows like those of pre-training",
		axis: "general",
		rows: "../general/probe.jsonl",
		scorer: "nll",
		generate: { maxNewTokens: 24 },
	},
];
