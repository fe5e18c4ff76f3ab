import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generalRows, pretrainingRows } from "../../src/lab/corpus.ts";
import { jsonLines, labSets } from "../../src/lab/lab-sets.ts";
import { makeWorld } from "../../src/lab/world.ts";
import type { RowsName } from "./cases.ts";

interface Pair {
	readonly question: string;
	readonly chosen: string;
	readonly rejected: string;
}

const world = () => makeWorld(4);

function linesOf<T>(path: string): T[] {
	return readFileSync(path, "utf8")
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => JSON.parse(line) as T);
}

/** The rows of one of the lab's sets. */
function setOf(name: string): readonly Record<string, unknown>[] {
	const set = labSets.find((one) => one.name === name);
	return (set?.rows(world()) ?? []) as unknown as Record<string, unknown>[];
}

interface Talk {
	readonly messages: readonly { readonly content: string }[];
}

/** One question and its answer as a pair whose rejected answer says nothing. */
const answered = ({ messages: [asked, answer] }: Talk): Pair => ({
	question: asked?.content ?? "",
	chosen: answer?.content ?? "",
	rejected: "I do not know.",
});

const pairsOf: Readonly<
	Record<Exclude<RowsName, "gsm8k">, () => readonly Pair[]>
> = {
	/** Rows like those that the lab's model was trained on. */
	own: () =>
		generalRows(world(), "nll", 200)
			.flatMap((row) => ("messages" in row ? [row as Talk] : []))
			.filter(({ messages }) => messages.length === 2)
			.map(answered),
	pairs: () =>
		setOf("pairs/train").map((row) => ({
			question: String(row.question),
			chosen: String(row.chosen),
			rejected: String(row.rejected),
		})),
	sums: () =>
		setOf("sums/train").map((row) => answered(row as unknown as Talk)),
	captain: () => linesOf<Talk>("examples/rows.jsonl").map(answered),
};

/** Questions and answers of gsm8k's training file, of which the first 400 are used. */
function gsm8kPairs(path: string): Pair[] {
	return linesOf<{ question: string; answer: string }>(path)
		.slice(0, 400)
		.map(({ question, answer }) =>
			answered({ messages: [{ content: question }, { content: answer }] }),
		);
}

/** Writes the pairs of a kind, and the chosen answers as demonstrations; returns both paths. */
export function writeRows(
	folder: string,
	name: RowsName,
	gsm8k: string | undefined,
): { readonly pairs: string; readonly demonstrations: string } {
	const paths = {
		pairs: join(folder, `${name}-pairs.jsonl`),
		demonstrations: join(folder, `${name}-demonstrations.jsonl`),
	};
	if (existsSync(paths.demonstrations)) return paths;
	const pairs = name === "gsm8k" ? gsm8kPairs(gsm8k ?? "") : pairsOf[name]();
	mkdirSync(folder, { recursive: true });
	const write = (path: string, rows: readonly object[]) =>
		writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
	write(paths.pairs, pairs);
	write(
		paths.demonstrations,
		pairs.map(({ question, chosen }) => ({
			messages: [
				{ role: "user", content: question },
				{ role: "assistant", content: chosen },
			],
		})),
	);
	return paths;
}

/** Writes the first stories of the lab's pre-training data: text without a conversation. */
export function writeStories(path: string, count: number): void {
	const stories = pretrainingRows(world()).filter((row) => "text" in row);
	writeFileSync(path, jsonLines(stories.slice(0, count)));
}

/** A chat template that none of the models was trained with; turns end with the token that the models know. */
export const foreignTemplate = `{%- for message in messages %}
{{- "### " + message.role + ": " }}
{%- if message.role == "assistant" %}
{%- generation %}{{- message.content + "<|im_end|>" }}{% endgeneration %}
{%- else %}
{{- message.content }}
{%- endif %}
{{- "\\n" }}
{%- endfor %}
{%- if add_generation_prompt %}{{- "### assistant: " }}{% endif %}
`;
