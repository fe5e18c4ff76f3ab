// The answers of `temper-lm budget plan` in docs/budget.md: runs the command of every shell block that is followed by a
// text block, and writes what it prints into that block. `npx tsx --conditions=source scripts/plan-answers.ts`
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { runCli } from "../src/cli/program.ts";
import { createTerminal } from "../src/cli/terminal/terminal.ts";
import { fakeContext } from "../src/cli/testing/fake-context.ts";
import { commandLines, wordsOf } from "../test/docs/shell.ts";

export const page = new URL("../docs/budget.md", import.meta.url);

const columns = 100;
const situation =
	/```sh\n(npx temper-lm budget plan [^\n]*)\n```\n\n```text\n([\s\S]*?)```/g;

/** A command of the page and the answer that the page shows. */
export interface Situation {
	readonly command: string;
	readonly shown: string;
}

export const situationsOf = (text: string): Situation[] =>
	[...text.matchAll(situation)].map(([, command = "", shown = ""]) => ({
		command,
		shown,
	}));

/** Arguments after `npx temper-lm`. */
export function argumentsOf(command: string): string[] {
	const [line = ""] = commandLines(command);
	return wordsOf(line).slice(2);
}

/** What a command prints in a terminal of 100 columns. Throws if it fails. */
export async function answerOf(command: string): Promise<string> {
	const out: string[] = [];
	const context = fakeContext();
	const terminal = createTerminal(
		{ write: (text) => out.push(text), columns },
		{},
	);
	const status = await runCli(argumentsOf(command), { ...context, terminal });
	if (status !== 0) throw new Error(`${command}: ${context.err()}`);
	return out.join("");
}

/** The page with the answers as they are now. */
export async function withAnswers(text: string): Promise<string> {
	let written = text;
	for (const { command, shown } of situationsOf(text)) {
		const before = `${command}\n\`\`\`\n\n\`\`\`text\n`;
		const answer = await answerOf(command);
		written = written.replace(`${before}${shown}`, () => `${before}${answer}`);
	}
	return written;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
	writeFileSync(page, await withAnswers(readFileSync(page, "utf8")));
