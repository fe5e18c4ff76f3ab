import type {
	Cause,
	NextStep,
	TunedDiagnosis,
} from "../../diagnose/change/diagnosis.ts";
import { thresholds } from "../../diagnose/change/thresholds.ts";
import { showPercent } from "../terminal/units.ts";

/** What happened, in a sentence. */
export function causeSentence({
	cause,
	evidence,
}: Pick<TunedDiagnosis, "cause" | "evidence">): string {
	const percent = (name: string) => showPercent(evidence[name] ?? 0);
	const near = percent("lossNear");
	const far = percent("lossFar");
	const sentences: Readonly<Record<Cause, string>> = {
		"new-knowledge": `The model learned something new: it now answers ${percent("learned")} of the questions on what the rows teach that the base did not know.`,
		"drawn-out": `Tuning drew out what the base knew: ${percent("drawnOut")} of the questions on what the rows teach were known, not answered as asked, and are answered now.`,
		"format-only":
			"Only the form of the answers changed: what they say is right or wrong as before.",
		"wrong-answers": `Known answers were replaced by others: of what the base answered right, ${near} was lost near what the rows teach and ${far} elsewhere.`,
		overfit: `The model is overfitted: of what the base answered right about other things, ${far} was lost (${near} near what the rows teach).`,
		"no-change":
			"Nothing changed on these questions beyond what chance explains.",
		unclear:
			evidence.lossFar === undefined && (evidence.lossNearLow ?? 0) > 0
				? `Known answers were lost (${near}), but nothing was asked that the rows are not about, so wrong answers and overfitting cannot be told apart.`
				: "There are too few questions to say what changed.",
	};
	return sentences[cause];
}

const nextSentences: Readonly<Record<NextStep, string>> = {
	ship: "Check the model at the gate with your own limits (npx temper-lm gate), then use it.",
	"few-examples-suffice":
		"Put a few examples into the prompt of the base instead: with them it answers as well as the tuned model.",
	"put-into-prompt":
		"Put the facts into the prompt (retrieval): less than half of what the base did not know was learned.",
	"add-wordings":
		"Ask each thing in several wordings in the training rows: answers now depend more on the wording than before.",
	"train-less":
		"Train less: fewer epochs, a lower learning rate, or an earlier checkpoint.",
	"use-leash":
		"Keep the model closer to its base: an objective with a leash (minor-sft), a smaller adapter, or general rows mixed in.",
	"check-answers":
		"Check the answers in the training rows: they contradict what the base knew (npx temper-lm probe ROWS marks such rows).",
	"score-substance":
		"Score what answers say, not their form: the score as written moved without it.",
	"more-rows":
		"Teach with more different rows: these changed too little, or too few were repeated too often.",
	"more-questions": `Ask more questions, at least ${thresholds.enough.value}, among them some that the rows are not about.`,
};

export function nextSentence(step: NextStep): string {
	return nextSentences[step];
}
