import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { StoredTensor } from "../../src/core/dtype.ts";
import { openSafetensors } from "../../src/formats/safetensors/safetensors.ts";
import { readIntegers } from "../../src/formats/safetensors/tensor-data.ts";
import type { EncodedRow } from "../../src/text/encoded-row.ts";

/** Losses by objective; per objective and step: objective's loss, plain NLL, gradient norm before clipping. */
interface CaseNumbers {
	readonly losses: Readonly<Record<string, number>>;
	readonly trajectories: Readonly<
		Record<string, readonly (readonly number[])[]>
	>;
}

/** A checkpoint and what the reference library computed from it. */
export interface RecordedCase extends CaseNumbers {
	readonly folder: string;
	readonly hasReference: boolean;
	readonly hasAdapter: boolean;
	readonly tensors: ReadonlyMap<string, StoredTensor>;
	/** Rows without their padding; `mask` marks the answer. */
	readonly rows: readonly EncodedRow[];
	/** The rejected rows of pairs; empty where none were recorded. */
	readonly rejected: readonly EncodedRow[];
}

/** Folders with a checkpoint: the given one, or those directly inside it, by name. */
export async function findCases(folder: string): Promise<string[]> {
	const root = resolve(folder);
	if (await exists(join(root, "config.json"))) return [root];
	const names = (await readdir(root)).sort();
	const found: string[] = [];
	for (const name of names) {
		if (await exists(join(root, name, "config.json")))
			found.push(join(root, name));
	}
	return found;
}

/** What was not recorded is empty. Throws where `case.json` or `expected.safetensors` cannot be read. */
export async function readCase(folder: string): Promise<RecordedCase> {
	const has = (name: string) => exists(join(folder, name));
	const numbers: Partial<CaseNumbers> = (await has("case.json"))
		? JSON.parse(await readFile(join(folder, "case.json"), "utf8"))
		: {};
	const file = join(folder, "expected.safetensors");
	const { tensors } = (await has("expected.safetensors"))
		? await openSafetensors(file)
		: { tensors: new Map<string, StoredTensor>() };
	return {
		folder,
		losses: numbers.losses ?? {},
		trajectories: numbers.trajectories ?? {},
		hasReference: await has("reference"),
		hasAdapter: await has("adapter"),
		tensors,
		rows: await readRows(tensors, ""),
		rejected: await readRows(tensors, "rejected_"),
	};
}

/** Everything there is to compare, as it is called in the output. */
export function recordedNames(recorded: RecordedCase): string[] {
	const { tensors, losses, trajectories } = recorded;
	return [
		...[...tensors.keys()].filter((name) => !inputNames.has(name)),
		...Object.keys(losses).map((name) => `losses.${name}`),
		...Object.keys(trajectories).map((name) => `trajectories.${name}`),
	];
}

const inputNames: ReadonlySet<string> = new Set(
	["", "rejected_"].flatMap((which) => [
		idsName(which),
		`${which}attention_mask`,
		`${which}answer_mask`,
	]),
);

function idsName(which: string): string {
	return which === "" ? "input_ids" : `${which}ids`;
}

async function readRows(
	tensors: ReadonlyMap<string, StoredTensor>,
	which: "" | "rejected_",
): Promise<EncodedRow[]> {
	const stored = tensors.get(idsName(which));
	const answers = tensors.get(`${which}answer_mask`);
	if (!stored || !answers) return [];
	const [rows, width] = stored.shape as [number, number];
	const ids = await readIntegers(stored);
	const answer = await readIntegers(answers);
	const attention = tensors.get(`${which}attention_mask`);
	const real = attention ? await readIntegers(attention) : ids.map(() => 1);
	return Array.from({ length: rows }, (_, row) => {
		const start = row * width;
		const length = real.slice(start, start + width).lastIndexOf(1) + 1;
		return {
			ids: Int32Array.from(ids.slice(start, start + length)),
			mask: Uint8Array.from(answer.slice(start, start + length)),
		};
	});
}

async function exists(path: string): Promise<boolean> {
	return stat(path).then(
		() => true,
		() => false,
	);
}
