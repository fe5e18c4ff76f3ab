import type { RewardExplanation } from "../../explain/reward/reward-explanation.ts";
import { renderTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { showPlace } from "./show-weights.ts";

/** Shows the words whose removal changes rewards most. */
export function showRewardWords(
	{ run, at, step, answers }: RewardExplanation,
	terminal: Terminal,
): void {
	terminal.line(
		`${terminal.paint("bold", run)}: the reward model ${showPlace(at, step)}; each word was removed alone`,
	);
	for (const { row, side, reward, words, most } of answers) {
		terminal.line("");
		terminal.line(
			`${terminal.paint("bold", `${row}, ${side}`)}: reward ${reward.toFixed(3)}, ${words} words`,
		);
		const columns = [
			{ title: "word" },
			{ title: "effect on the reward", align: "right" },
		] as const;
		const rows = most.map(({ text, effect }) => [
			text,
			`${effect > 0 ? "+" : ""}${effect.toFixed(3)}`,
		]);
		for (const line of renderTable(columns, rows)) terminal.line(line);
	}
}
