import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { RandomStream } from "../../src/core/random.ts";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";
import { jsonLines } from "../../src/lab/lab-sets.ts";
import {
	type PairRow,
	pairHeldOut,
	pairTraining,
} from "../../src/lab/sets/pair-sets.ts";
import { makeWorld, shippedSeed } from "../../src/lab/world.ts";

/** Rows of the world's 600 pairs: prompts to be answered, and pairs of a human for two other uses. */
const parts = { prompts: 300, rewards: 100, labelled: 100 } as const;

/** A world whose pairs, both sides alike, teach the model to answer well and badly before anything else. */
const otherWorld = 7;

/** Share of the prompts whose world pair has a wrong answer, in which that answer is the reference. */
const wrongReferences = 0.5;

/** All files of rows and tasks of the study. */
export interface StudyRows {
	readonly warm: string;
	readonly prompts: string;
	readonly human: string;
	readonly rewards: string;
	readonly labelled: string;
	/** Task files: how prompts are scored by noisy references and by a rater who errs; what the study measures. */
	readonly references: string;
	readonly rater: string;
	readonly good: string;
	/** Share of the prompts whose reference is wrong. */
	readonly noise: number;
}

/** Writes the files of the study. The same call writes the same bytes. */
export async function writeRows(folder: string): Promise<StudyRows> {
	mkdirSync(folder, { recursive: true });
	const write = async (name: string, rows: readonly object[]) => {
		const path = join(folder, `${name}.jsonl`);
		await writeFileAtomic(path, jsonLines(rows));
		return path;
	};
	const task = async (name: string, keys: object) => {
		const path = join(folder, `${name}.task.yaml`);
		await writeFileAtomic(path, stringify({ name, version: 1, ...keys }));
		return path;
	};
	const world = makeWorld(shippedSeed);
	const pairs = pairTraining(world);
	const heldOut = pairHeldOut(world);
	const [toAnswer, forRewards, forLabels] = split(pairs);
	const prompts = toAnswer.map(promptOf);
	const wrong = prompts.filter(({ answer, reference }) => answer !== reference);
	await write("prompts", prompts);
	await write(
		"test",
		heldOut.map(({ question, chosen: answer }) => ({ question, answer })),
	);
	return {
		warm: await write("warm", warmRows([...pairs, ...heldOut])),
		prompts: join(folder, "prompts.jsonl"),
		human: await write("human", toAnswer),
		rewards: await write("rewards", forRewards),
		labelled: await write("labelled", forLabels),
		references: await task("references", {
			rows: "prompts.jsonl",
			scorer: { kind: "exact", column: "reference" },
		}),
		rater: await task("rater", {
			rows: "prompts.jsonl",
			scorer: { kind: "command", run: raterCommand(), timeLimit: 600 },
			metric: "accuracy",
		}),
		good: await task("good", {
			rows: "test.jsonl",
			scorer: "exact",
			generate: { maxNewTokens: 60 },
		}),
		noise: wrong.length / prompts.length,
	};
}

const raterCommand = () => [
	...[process.execPath, "--conditions=source"],
	...["--import", import.meta.resolve("tsx")],
	join(import.meta.dirname, "rater.ts"),
];

function split(pairs: readonly PairRow[]): [PairRow[], PairRow[], PairRow[]] {
	const { prompts, rewards, labelled } = parts;
	return [
		pairs.slice(0, prompts),
		pairs.slice(prompts, prompts + rewards),
		pairs.slice(prompts + rewards, prompts + rewards + labelled),
	];
}

/** A question with its right answer, and the reference by which the first task scores: sometimes a wrong answer. */
function promptOf({ question, chosen, rejected, fault }: PairRow, i: number) {
	const random = new RandomStream(shippedSeed, `study/references/${i}`);
	const noisy = fault === "wrong" && random.uniform() < wrongReferences;
	const reference = noisy ? rejected : chosen;
	return { question, answer: chosen, reference };
}

/** Good and bad answers in equal number, as demonstrations, without the questions that the study asks. */
function warmRows(asked: readonly PairRow[]): object[] {
	const known = new Set(asked.map(({ question }) => question));
	return pairTraining(makeWorld(otherWorld))
		.filter(({ question }) => !known.has(question))
		.flatMap(({ question, chosen, rejected }) =>
			[chosen, rejected].map((answer) => ({ question, answer })),
		);
}
