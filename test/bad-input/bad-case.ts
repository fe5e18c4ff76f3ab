import type { World } from "./world.ts";

/** One thing that can be wrong, and what the command line must say of it. */
export interface BadCase {
	readonly name: string;
	/** Makes it wrong. */
	readonly spoil: (world: World) => void | Promise<void>;
	/** `DIR` stands for the world's folder. */
	readonly argv: readonly string[];
	/** Parts of the sentence, in order: the file or field first, then what was found or expected. */
	readonly says: readonly string[];
	/** Also run as a process of its own, whose memory and time are measured. */
	readonly alone?: true;
}

export const inspect = ["inspect", "DIR/model"];
export const show = (rows: string) => [
	...["data", "show", `DIR/${rows}`, "--model", "DIR/model"],
];
export const check = (rows: string) => [
	...["data", "check", `DIR/${rows}`, "--model", "DIR/model"],
];
export const train = (...more: string[]) => [
	...["train", "--preset", "sft", "--model", "DIR/model"],
	...["--data", "DIR/rows.jsonl", "--out", "DIR/run", ...more],
];
export const recipe = ["train", "DIR/recipe.yaml", "--out", "DIR/run"];
export const generate = (...more: string[]) => [
	...["generate", "--model", "DIR/model", "--prompt", "Hello"],
	...["--max-new-tokens", "2", ...more],
];

export function spoilt(
	name: string,
	spoil: BadCase["spoil"],
	argv: readonly string[],
	...says: string[]
): BadCase {
	return { name, spoil, argv, says };
}

/** A case that spoils one file by writing it. */
export function written(
	name: string,
	file: string,
	content: string | Uint8Array,
	argv: readonly string[],
	...says: string[]
): BadCase {
	return spoilt(name, (world) => world.write(file, content), argv, ...says);
}

export const nothing = () => {};
