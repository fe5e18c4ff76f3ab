import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readFacts } from "./packages.ts";
import { makeQuestions } from "./questions.ts";

/** Topics whose answers `train.jsonl` teaches. */
const taught = ["capitals", "currencies", "languages"];

/**
 * Multiple-choice questions about countries and elements, from facts in npm packages: `questions.jsonl`, `examples.jsonl`
 * for few-shot prompts, and `train.jsonl` with demonstrations of the answers in some topics.
 */
const { values } = parseArgs({
	options: {
		out: {
			type: "string",
			default: fileURLToPath(
				new URL("../../../examples/smollm2-probe", import.meta.url),
			),
		},
	},
});

function write(name: string, rows: readonly object[]): void {
	const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
	writeFileSync(join(values.out, name), lines.join(""));
	process.stdout.write(`${name}: ${rows.length} rows\n`);
}

const { questions, examples } = makeQuestions(await readFacts());
mkdirSync(values.out, { recursive: true });
write("questions.jsonl", questions);
write("examples.jsonl", examples);
write(
	"train.jsonl",
	questions
		.filter(({ topic }) => taught.includes(topic))
		.map(({ question, gold, topic, rarity }) => ({
			...{ question, answer: gold, topic, rarity },
		})),
);
