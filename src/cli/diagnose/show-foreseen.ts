import { plural } from "../../report/page/language/plural.ts";
import type { ForeseenInterventions } from "../../studies/interventions/dry-run-interventions.ts";
import { renderPairs } from "../terminal/table.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import { showDuration } from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";
import { decisionWords, exclusionWords } from "./intervene-words.ts";

/** Prints what an intervention study will do. */
export function showForeseen(
	foreseen: ForeseenInterventions,
	terminal: Terminal,
): void {
	const { questions, excluded, groups, arms, runs, trials, done, tokens } =
		foreseen;
	const say = (text: string) => {
		for (const line of wrap(harmless(text), terminal.columns, 2))
			terminal.line(line);
	};
	const each = foreseen.secondsPerRun;
	const left = Object.entries(excluded).map(([reason, count]) =>
		exclusionWords(reason, count),
	);
	for (const line of renderPairs([
		["questions", `${questions} usable`],
		[
			"tokens",
			`at most ${tokens.longest} for a question with its examples${tokens.tooLong === 0 ? "" : `; ${plural(tokens.tooLong, "question")} too long for the model`}`,
		],
		["arms", arms.join(", ")],
		["runs", `${groups === null ? "at most " : ""}${runs}`],
		...(trials === 0
			? []
			: [["to choose the learning rate", `${trials} more`] as const]),
		...(done === 0 ? [] : [["done before", `${done} jobs`] as const]),
		[
			"time",
			each === null
				? "unknown before the first run"
				: `about ${showDuration(each)} for each run`,
		],
	]))
		say(line);
	if (left.length > 0) say(`left out: ${left.join("; ")}`);
	if (tokens.splitLetters.length > 0)
		say(
			`The tokenizer splits ${tokens.splitLetters.join(", ")} into several tokens; the probability of such a letter is the product over its tokens.`,
		);
	say(
		groups === null
			? "The groups are known once the base has been asked: start the study, stop it with Ctrl+C after the questions, and repeat the dry run."
			: decisionWords(groups),
	);
}
