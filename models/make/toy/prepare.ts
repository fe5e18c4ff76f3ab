// Writes what the toy model is trained from: models/toy-blank (random weights) and its rows.
//   npx tsx --conditions=source models/make/toy/prepare.ts
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeBlankModel } from "../blank/blank-model.ts";
import { trainTokenizer } from "../blank/train-tokenizer.ts";
import { corpus, type Row } from "./corpus.ts";
import { readProbe } from "./read-probe.ts";

const seed = 7;
const root = join(import.meta.dirname, "..", "..", "..");
const blank = join(root, "models", "toy-blank");
const data = join(blank, "rows");

const lines = (rows: readonly Row[]) =>
	rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const textsOf = (rows: readonly Row[]) =>
	rows.flatMap(({ messages }) => messages.map(({ content }) => content));

const probe = readProbe();
const { train, heldOut } = corpus(16_000, 120, seed, probe.vocabulary);
const texts = [...textsOf(train), ...textsOf(probe.rows)];
await writeBlankModel(blank, trainTokenizer(texts, 1024), {
	layers: 4,
	hiddenSize: 96,
	heads: 6,
	keyValueHeads: 2,
	intermediateSize: 256,
	dtype: "BF16",
	seed,
	stream: "lab",
});
mkdirSync(data, { recursive: true });
writeFileSync(join(data, "train.jsonl"), lines(train));
writeFileSync(join(data, "held-out.jsonl"), lines(heldOut));
