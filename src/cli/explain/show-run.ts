import { resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { At, Order } from "../../explain/explanation.ts";
import { cardMarkdown } from "../../explain/reward/card-markdown.ts";
import { writeFileAtomic } from "../../formats/write-atomic.ts";
import type { CliContext } from "../context.ts";
import { showRewardWords } from "./show-reward.ts";
import { showWeights } from "./show-weights.ts";

/** What a user asks about a run. */
export interface ShowRunOptions {
	readonly run: string;
	readonly model?: string;
	readonly data?: readonly string[];
	readonly at?: string;
	readonly most?: Order;
	readonly count?: number;
	readonly row?: string;
	readonly limit?: number | "all";
	readonly card?: string;
	readonly json?: boolean;
}

/** Rows that are asked about if a user does not say how many. */
export const usualLimit = 200;
const usualCount = 3;
/** Words that are listed for an answer of a reward model; all of them in JSON. */
const listedWords = 12;

/** Shows what a run made of its rows, or writes the card of its reward model. */
export async function showRun(
	options: ShowRunOptions,
	{ terminal, loadServices }: CliContext,
): Promise<void> {
	const { run, model, data, row, card, limit = usualLimit } = options;
	const { json = false, most = "damped", count = usualCount } = options;
	const at = atOption(options.at ?? "end");
	const places = { model, data };
	const { explain, describeReward } = await loadServices();
	if (card !== undefined) {
		const found = await describeReward(run, { ...places, at });
		await writeFileAtomic(resolve(card), cardMarkdown(found));
		if (json) terminal.line(JSON.stringify(found, null, "\t"));
		else terminal.line(`card written to ${card}`);
		return;
	}
	const found = await explain(run, {
		...{ ...places, at, order: most, count, row: row ?? null },
		limit: limit === "all" ? null : limit,
		words: json ? Number.POSITIVE_INFINITY : listedWords,
	});
	if (json) terminal.line(JSON.stringify(found, null, "\t"));
	else if (found.kind === "reward") showRewardWords(found, terminal);
	else showWeights(found, terminal);
}

/** `start`, `end` or `step-40`. Throws `recipe`. */
function atOption(text: string): At {
	if (text === "start" || text === "end") return { kind: text };
	const step = /^step-([1-9]\d*)$/.exec(text)?.[1];
	if (step !== undefined) return { kind: "step", step: Number(step) };
	throw new TemperError("recipe", {
		where: "--at",
		expected: "start, end or a checkpoint such as step-40",
		found: text,
	});
}
