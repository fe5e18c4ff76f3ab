import { wilson } from "../../stats/share.ts";
import { crossValidated, folds } from "../noise/cross-validate.ts";
import type { Labelled } from "../noise/logistic-regression.ts";
import {
	columnsOf,
	differenceOf,
	type Features,
	featuresOf,
} from "../noise/text-features.ts";
import type { AuditedRow } from "../rows/audited-row.ts";
import { normalise } from "../words/normalise.ts";
import {
	type Checked,
	checkedOf,
	counted,
	findingOf,
	percent,
} from "./checked.ts";

/** Rows below which no model is fitted. */
const fewest = 100;
const mostFeatures = 300;
const penalty = 30;
/** A label to which the model gives at most this probability is listed. */
export const doubtful = 0.2;

const tested = `logistic regression on differences of words, characters, length and form, fitted to four fifths of the rows and applied to the last fifth (${folds} folds, ridge penalty ${penalty}, the ${mostFeatures} most frequent features); listed are labels with a probability of at most ${doubtful}, if the model is right more often than not`;

interface Judged extends Labelled {
	readonly rows: readonly AuditedRow[];
}

function judgedPairs(rows: readonly AuditedRow[]): Judged {
	const pairs = rows.filter(
		({ kind, answers: [chosen, rejected] }) =>
			kind === "pairs" &&
			normalise(chosen?.text ?? "") !== normalise(rejected?.text ?? ""),
	);
	const differences = pairs.map(({ prompt, answers }) => {
		const [chosen, rejected] = answers.map(({ text }) =>
			featuresOf(text, prompt),
		);
		return differenceOf(chosen as Features, rejected as Features);
	});
	const { columns } = columnsOf(differences, mostFeatures);
	// Without an intercept, a pair and its mirror image say the same, so that all labels may be one.
	return { rows: pairs, features: columns, labels: pairs.map(() => 1) };
}

function judgedVerdicts(rows: readonly AuditedRow[]): Judged {
	const verdicts = rows.filter(({ kind }) => kind === "verdicts");
	const features = verdicts.map(
		({ prompt, answers: [answer] }) =>
			new Map([...featuresOf(answer?.text ?? "", prompt), ["constant", 1]]),
	);
	const { columns } = columnsOf(features, mostFeatures);
	const labels = verdicts.map(({ desirable }) => Number(desirable));
	return { rows: verdicts, features: columns, labels };
}

/** Labels that a simple model, fitted to other rows, finds unlikely: where to look again. */
export function checkLabelNoise(
	rows: readonly AuditedRow[],
	seed: number,
): Checked {
	const kind = "label-noise";
	const all = [judgedPairs(rows), judgedVerdicts(rows)];
	const examined = all.filter((judged) => judged.rows.length >= fewest);
	const labelled = rows.filter(
		(row) => row.kind === "pairs" || row.kind === "verdicts",
	).length;
	const count = examined.reduce((sum, judged) => sum + judged.rows.length, 0);
	return checkedOf({
		...{ kind, tested, examined: count },
		skipped:
			labelled === count
				? null
				: {
						rows: labelled - count,
						reason: `fewer than ${fewest} rows of the kind, or equal answers`,
					},
		findings: examined.flatMap((judged) => findingIn(judged, seed)),
	});
}

function findingIn(judged: Judged, seed: number) {
	const keys = judged.rows.map(({ context }) => normalise(context));
	const probabilities = crossValidated(judged, { keys, penalty, seed });
	const right = probabilities.filter((p) => p > 0.5).length;
	const { value, low, high } = wilson(right, probabilities.length);
	const pairs = judged.rows[0]?.kind === "pairs";
	// A verdict can be guessed from how often each occurs.
	const ones = judged.labels.filter((label) => label === 1).length;
	const guess = pairs
		? 0.5
		: Math.max(ones, judged.labels.length - ones) / judged.labels.length;
	if (low <= guess) return [];
	const listed = judged.rows
		.map((row, i) => ({ row, p: probabilities[i] as number }))
		.filter(({ p }) => p <= doubtful)
		.sort((a, b) => a.p - b.p);
	if (listed.length === 0) return [];
	const sure = probabilities.filter((p) => p >= 1 - doubtful).length;
	return [
		findingOf({
			kind: "label-noise",
			...(pairs ? {} : { name: "verdicts" }),
			severity: "note",
			message: `${counted(listed.length, "label is", "labels are")} unlikely under a model that predicts ${percent(value)} (95% interval ${percent(low)} to ${percent(high)}) of the labels of rows it was not fitted to. Of the ${sure + listed.length} labels that it is this sure about, it agrees with ${sure}.`,
			tested,
			hits: listed.map(({ row, p }) => ({
				place: row.place,
				part: pairs ? "chosen" : "answer",
				text: row.answers[0]?.text ?? "",
				score: p,
			})),
		}),
	];
}
