// Writes what the laboratory model is trained from: models/lab-blank (random weights) and scripts/lab/data/*.jsonl.
//   npx tsx --conditions=source scripts/lab/prepare.ts
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeBlankModel } from "./blank-model.ts";
import { corpus, type Row } from "./corpus.ts";
import { trainTokenizer } from "./train-tokenizer.ts";

const seed = 7;
const root = join(import.meta.dirname, "..", "..");
const data = join(root, "models", "lab-blank", "rows");

const lines = (rows: readonly Row[]) =>
	rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const textsOf = (rows: readonly Row[]) =>
	rows.flatMap(({ messages }) => messages.map(({ content }) => content));

const { train, heldOut } = corpus(16_000, 120, seed);
const probe = readFileSync(join(root, "probes", "general.jsonl"), "utf8")
	.trim()
	.split("\n")
	.map((line) => JSON.parse(line) as Row);
const tokenizer = trainTokenizer([...textsOf(train), ...textsOf(probe)], 1024);
await writeBlankModel(join(root, "models", "lab-blank"), tokenizer, seed);
mkdirSync(data, { recursive: true });
writeFileSync(join(data, "train.jsonl"), lines(train));
writeFileSync(join(data, "held-out.jsonl"), lines(heldOut));
