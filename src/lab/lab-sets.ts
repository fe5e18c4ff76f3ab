import { generalRows, pretrainingRows } from "./corpus.ts";
import { factRecords } from "./record.ts";
import * as facts from "./sets/fact-sets.ts";
import * as form from "./sets/form-sets.ts";
import * as manner from "./sets/manner-sets.ts";
import * as pairs from "./sets/pair-sets.ts";
import * as retention from "./sets/retention-sets.ts";
import * as sums from "./sets/sum-sets.ts";
import type { World } from "./world.ts";

/** One of the lab's files. */
export interface LabSet {
	/** Its path in the folder, without the extension: `sums/train`. */
	readonly name: string;
	/** What it is for: the truth, training, watching training, testing, or standing for all else that the model can do. */
	readonly use: "truth" | "train" | "held-out" | "test" | "general";
	/** What it holds, in a sentence. */
	readonly about: string;
	readonly rows: (world: World) => readonly object[];
}

/** The set as a file of JSON lines. */
export const jsonLines = (rows: readonly object[]): string =>
	rows.map((row) => `${JSON.stringify(row)}\n`).join("");

const set = (
	name: string,
	use: LabSet["use"],
	about: string,
	rows: LabSet["rows"],
): LabSet => ({ name, use, about, rows });

/** Everything that is made from a world, each set from its own random streams. */
export const labSets: readonly LabSet[] = [
	set(
		"facts",
		"truth",
		"every fact, and how often pre-training met it in which wording",
		factRecords,
	),
	set(
		"pretraining/train",
		"train",
		"what the base model is trained on, once",
		pretrainingRows,
	),
	set(
		"general/nll",
		"general",
		"rows like those of pre-training, to measure NLL on",
		(world) => generalRows(world, "nll", 200),
	),
	set(
		"general/probe",
		"general",
		"rows like those of pre-training, to measure KL on",
		(world) => generalRows(world, "probe", 200),
	),
	set(
		"sums/train",
		"train",
		"two-step word problems, each solved in one of three right ways",
		sums.sumTraining,
	),
	set("sums/held-out", "held-out", "others like them", sums.sumHeldOut),
	set("sums/test", "test", "others like them", sums.sumTest),
	set(
		"sums/ood",
		"test",
		"two-step word problems in other words, with other names and things",
		sums.sumOod,
	),
	set(
		"facts/train",
		"train",
		"360 facts that the base never met, each asked in two wordings",
		facts.factTraining,
	),
	set(
		"facts/held-out",
		"held-out",
		"the same facts, in a third wording",
		facts.factHeldOut,
	),
	set(
		"facts/test",
		"test",
		"the same facts, in a fourth wording",
		facts.factTest,
	),
	set(
		"facts/ood",
		"test",
		"the same facts, in wordings that nobody was taught",
		facts.factOod,
	),
	set(
		"facts/control",
		"test",
		"120 facts that neither the base nor training met",
		facts.factControl,
	),
	set(
		"pairs/train",
		"train",
		"polite right answers beside curt, wrong and rambling ones",
		pairs.pairTraining,
	),
	set("pairs/held-out", "held-out", "others like them", pairs.pairHeldOut),
	set(
		"form/demonstrations",
		"train",
		"right answers in a form that pre-training never shows",
		form.formDemonstrations,
	),
	set(
		"form/pairs",
		"train",
		"the same questions: answers in the form, and answers with a fault",
		form.formPairs,
	),
	set("form/test", "test", "others like them", form.formTest),
	set(
		"manner/demonstrations",
		"train",
		"right answers, a third polite, a third plain, a third curt",
		manner.mannerDemonstrations,
	),
	set(
		"manner/pairs",
		"train",
		"the same questions: polite right answers beside plain, curt and wrong ones",
		manner.mannerPairs,
	),
	set(
		"manner/test",
		"test",
		"a polite right answer and one with a fault, to choose from",
		manner.mannerTest,
	),
	set(
		"choices/test",
		"test",
		"160 facts of each exposure class, with four options",
		facts.choiceQuestions,
	),
	set(
		"choices/ood",
		"test",
		"the same facts, in wordings that nobody was taught",
		facts.choiceOod,
	),
	set(
		"consistency/facts",
		"test",
		"60 well-known facts, each in all six wordings",
		facts.rewordedFacts,
	),
	set(
		"retention/facts",
		"test",
		"240 facts that the base was asked for and met 64 times or more",
		facts.retainedFacts,
	),
	set(
		"retention/sums",
		"test",
		"one-step word problems, half of them of pairs of numbers that the base never met",
		retention.retainedSums,
	),
	set(
		"retention/talk",
		"test",
		"questions about common things",
		retention.retainedTalk,
	),
];
