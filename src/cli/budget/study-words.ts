import { budgetTexts } from "../../report/budget/budget-texts.ts";
import { noteText } from "../../report/budget/summary/notes.ts";
import { plural } from "../../report/page/language/plural.ts";
import type { BudgetJob } from "../../studies/budget/cells/job.ts";
import type { StageKind } from "../../studies/budget/cells/rates.ts";
import type {
	BudgetDecision,
	BudgetNote,
} from "../../studies/budget/cells/state.ts";
import type { StudyWords } from "../studies/study-view.ts";
import { showNumber } from "../terminal/units.ts";

/** `48 demonstrations, then 96 pairs, rate 1e-4, seed 0`. */
function jobWords(job: BudgetJob): string {
	switch (job.kind) {
		case "base":
			return "base";
		case "demonstrations": {
			const { demonstrations, epochs, learningRate, seed } = job;
			const control = epochs === null ? "" : `, ${plural(epochs, "epoch")}`;
			return `${plural(demonstrations, "demonstration")}${control}, rate ${learningRate}, seed ${seed}`;
		}
		case "pairs": {
			const { demonstrations, pairs, learningRate, seed } = job;
			const before =
				demonstrations === 0
					? ""
					: `${plural(demonstrations, "demonstration")}, then `;
			return `${before}${plural(pairs, "pair")}, rate ${learningRate}, seed ${seed}`;
		}
		default:
			return job satisfies never;
	}
}

const stageWords: Readonly<Record<StageKind, string>> = {
	demonstrations: "demonstrations",
	pairs: "pairs after demonstrations",
	untouched: "pairs on the untouched base",
};

const stopWords = {
	regret: "the recommended splits can lose little",
	interval: "the recommended shares are known precisely enough",
	limit: "the limit of trials is reached",
	exhausted: "all candidates have been trained",
} as const;

const buyWords = {
	start: "first design",
	value: "most informative",
	fit: "the shape is distrusted, so cells are spread",
} as const;

function decisionWords(decision: BudgetDecision): string {
	switch (decision.kind) {
		case "rates":
			return decision.anchors
				.map(({ prompts, tried, chosen }) => {
					const where = `${stageWords[decision.stage]}, ${plural(prompts, "prompt")}`;
					const [first, second] = tried;
					if (first !== undefined && second === undefined)
						return `${where}: learning rate ${first.learningRate}, the only one given`;
					const scores = tried
						.map(
							({ learningRate, score }) =>
								`${learningRate}: ${score === null ? "no score" : showNumber(score)}`,
						)
						.join(", ");
					const found =
						chosen === null
							? "the learning rates cannot be told apart"
							: `learning rate ${chosen}`;
					return `${where}: ${found} (${scores})`;
				})
				.join("; ");
		case "buy": {
			const { why, trials } = decision;
			const named = trials.map(
				({ demonstrations, pairs, seed }) =>
					`${demonstrations}+${pairs} (seed ${seed})`,
			);
			return `next, ${buyWords[why]}: ${named.join(", ")}`;
		}
		case "stop":
			return `no more trials: ${stopWords[decision.why]}`;
		default:
			return decision satisfies never;
	}
}

/** What a budget study says on the screen. */
export const budgetWords: StudyWords<BudgetJob, BudgetDecision, BudgetNote> = {
	name: "budget study",
	job: jobWords,
	part: () => "",
	decision: decisionWords,
	note: (note) => noteText({ texts: budgetTexts("en") }, note),
};
