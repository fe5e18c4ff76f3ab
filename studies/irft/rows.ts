import { readFileSync } from "node:fs";
import { RandomStream } from "../../src/core/random.ts";
import { readRows } from "../../src/formats/rows/read-rows.ts";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";
import { openModelText } from "../../src/policy/model-text.ts";
import { rowEncoder } from "../../src/text/row-encoder.ts";

/** Tokens of the longest row, template included: short enough for many runs on two cores. */
const longest = 132;

export interface RowFiles {
	readonly train: string;
	readonly heldOut: string;
}

/** Draws 400 short demonstrations and 64 held-out ones of gsm8k, the same at every call. */
export async function writeStudyRows(
	gsm8k: string,
	model: string,
	files: RowFiles,
): Promise<void> {
	const short = await shortRows(model);
	const draw = async (name: string, path: string, count: number) => {
		const lines = await short(`${gsm8k}/${name}.jsonl`);
		const chosen = new RandomStream(0, `irft/${name}`).shuffle(lines);
		await writeFileAtomic(path, chosen.slice(0, count).join("\n"));
	};
	await draw("train", files.train, 400);
	await draw("test", files.heldOut, 64);
}

/** Lines of a file whose rows are short enough under the model's template. */
async function shortRows(model: string) {
	const text = await openModelText(model);
	const encode = rowEncoder({ ...text, wants: "demonstrations" });
	return async (path: string): Promise<string[]> => {
		const lines = readFileSync(path, "utf8").split("\n");
		const kept: string[] = [];
		for await (const row of readRows(path)) {
			const [answers] = encode(row);
			const length = answers?.[0]?.ids.length ?? Number.POSITIVE_INFINITY;
			const line = lines[row.line - 1];
			if (length <= longest && line) kept.push(line);
		}
		return kept;
	};
}
