import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readFacts } from "./packages.ts";
import { makeQuestions, type QuestionRow } from "./questions.ts";

/** Topics whose answers `train.jsonl` teaches. */
const taught = ["capitals", "currencies", "languages"];

/**
 * Multiple-choice questions about countries and elements, from facts in npm packages: `questions.jsonl`, `examples.jsonl`
 * for few-shot prompts, `train.jsonl` with demonstrations of the answers in some topics, and the questions of a diagnosis.
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

/** Questions for a diagnosis: taught facts in another wording, continents of the same countries, and elements. */
function asked({ wordings, ...row }: QuestionRow): object {
	const { question, options, gold, topic, rarity, subject } = row;
	const wording = taught.includes(topic) ? wordings[0] : question;
	const fact = `${topic}: ${subject}`;
	return {
		question: wording,
		options,
		gold,
		answer: gold,
		topic,
		rarity,
		fact,
	};
}

function every(n: number, topics: readonly string[]): QuestionRow[] {
	return questions
		.filter(({ topic }) => topics.includes(topic))
		.filter((_, i) => i % n === 0);
}

mkdirSync(join(values.out, "tasks"), { recursive: true });
write("tasks/taught.jsonl", every(4, taught).map(asked));
write("tasks/written.jsonl", every(12, taught).map(asked));
write("tasks/continents.jsonl", every(2, ["continents"]).map(asked));
write(
	"tasks/elements.jsonl",
	every(3, ["symbols", "atomic numbers"]).map(asked),
);
