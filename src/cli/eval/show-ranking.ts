import { basename } from "node:path";
import { winRate } from "../../stats/share.ts";
import { renderTable } from "../terminal/table.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import { showCount, showNumber } from "../terminal/units.ts";
import { showShare } from "../train/event-lines.ts";
import type { ReadAnswer } from "./read-answers.ts";

export interface RankedAnswer extends ReadAnswer {
	readonly reward: number;
	/** From 1, the best, among the answers to its prompt. */
	readonly rank: number;
	readonly text: string;
}

/** Answers with their rewards, by prompt in the order of the file, the best one of each first. */
export function rankAnswers(
	answers: readonly Omit<RankedAnswer, "rank">[],
): RankedAnswer[][] {
	const groups = new Map<string, Omit<RankedAnswer, "rank">[]>();
	for (const answer of answers) {
		const group = groups.get(answer.key);
		if (group) group.push(answer);
		else groups.set(answer.key, [answer]);
	}
	return [...groups.values()].map((group) =>
		group
			.sort((a, b) => b.reward - a.reward)
			.map((answer, i) => ({ ...answer, rank: i + 1 })),
	);
}

/** Prints the answers to each prompt, a line each. */
export function showRanking(
	groups: readonly (readonly RankedAnswer[])[],
	terminal: Terminal,
): void {
	const { columns } = terminal;
	for (const group of groups) {
		const prompt = oneLine(group[0]?.prompt ?? "", columns - 2);
		if (prompt !== "") terminal.line(terminal.paint("bold", `> ${prompt}`));
		const table = renderTable(
			[{ title: "", align: "right" }, { title: "" }],
			group.map(({ reward, example, verdict }) => [
				showNumber(reward),
				`${basename(example.id)}${verdict === null ? "" : `, ${verdict}`}`,
			]),
		);
		const width = Math.max(...table.map((line) => line.length));
		for (const [i, { text }] of group.entries()) {
			const left = (table[i + 1] ?? "").padEnd(width);
			const room = Math.max(20, columns - width - 4);
			terminal.line(`  ${left}  ${oneLine(text, room)}`);
		}
		terminal.line();
	}
}

/** How often the chosen answer of a pair has the higher reward, in words; null without pairs. */
export function pairAccuracy(
	answers: readonly Pick<RankedAnswer, "verdict" | "reward">[],
): string | null {
	const rewardsOf = (side: string) =>
		answers
			.filter(({ verdict }) => verdict === side)
			.map(({ reward }) => reward);
	const chosen = rewardsOf("chosen");
	const rejected = rewardsOf("rejected");
	if (chosen.length === 0) return null;
	const accuracy = winRate(
		chosen.map((reward, i) => reward - (rejected[i] as number)),
	);
	return `accuracy ${showShare(accuracy)}: how often the chosen answer of ${showCount(chosen.length)} pairs has the higher reward`;
}

function oneLine(text: string, most: number): string {
	const line = [...harmless(text).replace(/\s+/g, " ").trim()];
	return line.length <= most
		? line.join("")
		: `${line.slice(0, Math.max(0, most - 3)).join("")}...`;
}
