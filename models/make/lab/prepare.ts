import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generalRows, pretrainingRows } from "../../../src/lab/corpus.ts";
import { jsonLines } from "../../../src/lab/lab-sets.ts";
import type { LabRow } from "../../../src/lab/row.ts";
import { makeWorld } from "../../../src/lab/world.ts";
import { writeBlankModel } from "../blank/blank-model.ts";
import { trainTokenizer } from "../blank/train-tokenizer.ts";

const vocabulary = 2048;

/** The architectures that are pre-trained on the world: `lab` has 4.0 million parameters, `lab-small` 1.0 million. */
export const sizes = {
	lab: {
		layers: 5,
		hiddenSize: 256,
		heads: 8,
		keyValueHeads: 2,
		intermediateSize: 688,
	},
	"lab-small": {
		layers: 4,
		hiddenSize: 128,
		heads: 4,
		keyValueHeads: 2,
		intermediateSize: 344,
	},
} as const;
export type Size = keyof typeof sizes;

/** What pre-training starts from. */
export interface Prepared {
	readonly model: string;
	readonly train: string;
	readonly heldOut: string;
}

/** Texts as the template shows them, so that the names of roles are tokens. */
const textOf = (row: LabRow): string =>
	"text" in row
		? row.text
		: row.messages.map(({ role, content }) => `${role}\n${content}\n`).join("");

/** Writes random weights, the tokenizer and the rows of pre-training into `folder`; the same bytes for the same seed. */
export async function prepare(
	folder: string,
	seed: number,
	size: Size = "lab",
): Promise<Prepared> {
	const world = makeWorld(seed);
	const train = pretrainingRows(world);
	const heldOut = generalRows(world, "nll", 200);
	const paths = {
		model: join(folder, "blank"),
		train: join(folder, "train.jsonl"),
		heldOut: join(folder, "held-out.jsonl"),
	};
	mkdirSync(folder, { recursive: true });
	writeFileSync(paths.train, jsonLines(train));
	writeFileSync(paths.heldOut, jsonLines(heldOut));
	await writeBlankModel(
		paths.model,
		trainTokenizer(train.map(textOf), vocabulary),
		{ ...sizes[size], dtype: "F16", seed, stream: "lab/weights" },
	);
	return paths;
}
