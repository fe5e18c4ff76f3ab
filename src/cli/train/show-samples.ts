import type { JudgedSample } from "../../runs/folder/round-folder.ts";
import { shortPath } from "../terminal/short-path.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import { wrapBeside } from "../terminal/wrap.ts";
import { dropWord, showRewards } from "./event-lines.ts";

/** Characters of a prompt that are shown: its beginning and its end. */
const longestPrompt = 240;

/** Keeps the beginning and the end of a long text. */
export function shorten(text: string, most: number): string {
	const letters = [...text];
	if (letters.length <= most) return text;
	const half = Math.floor((most - " ... ".length) / 2);
	return `${letters.slice(0, half).join("")} ... ${letters.slice(-half).join("")}`;
}

/** `rows.jsonl:3, sample 2: 41 tokens, ended, reward 0.5`. */
export function sampleTitle(sample: JudgedSample): string {
	const { row, turn, index, ids, ended, dropped } = sample;
	const rewards = showRewards(sample.rewards);
	return [
		`${shortPath(row)}${turn === undefined ? "" : `, turn ${turn}`}, sample ${index + 1}: ${ids.length} tokens`,
		ended ? "ended" : "cut off",
		...(rewards === "" ? [] : [rewards]),
		...(dropped === null ? [] : [`dropped: ${dropWord(dropped)}`]),
	].join(", ");
}

/** Prints one sample below its prompt and beside the demonstration. */
export function showSample(sample: JudgedSample, terminal: Terminal): void {
	const { prompt, demonstration, text, dropped } = sample;
	const title = harmless(sampleTitle(sample));
	terminal.line(terminal.paint(dropped === null ? "bold" : "yellow", title));
	const parts = [
		["prompt", shorten(prompt.trim(), longestPrompt), "dim"],
		...(demonstration === null
			? []
			: ([["demo", demonstration.trim(), "green"]] as const)),
		["sample", text.trim(), "cyan"],
	] as const;
	for (const [name, value, style] of parts) {
		const shown = value === "" ? "(nothing)" : harmless(value);
		for (const line of wrapBeside(`  ${name}`, shown, terminal.columns - 1, 10))
			terminal.line(terminal.paint(style, line));
	}
	terminal.line();
}
