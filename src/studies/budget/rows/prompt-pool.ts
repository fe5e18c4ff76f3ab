import type { Allocation } from "../allocation.ts";
import type { PromptRows } from "./prompt-order.ts";

/**
 * The prompts of both kinds, in one order. Demonstrations are taken from its beginning and pairs from its end, so a larger
 * allocation contains every smaller one, and prompts that both kinds have are used twice only if an allocation asks for more
 * than there are.
 */
export class PromptPool {
	/** In the order in which they are taken. */
	readonly demonstrations: readonly PromptRows[];
	readonly pairs: readonly PromptRows[];
	/** Prompts that both kinds have. */
	readonly shared: number;
	/** By number of pairs: demonstrations that can be taken without a prompt that is among these pairs. */
	readonly #room: readonly number[];

	constructor(
		demonstrations: readonly PromptRows[],
		pairs: readonly PromptRows[],
		sharedPrompts: "never" | "allow",
	) {
		this.demonstrations = demonstrations;
		this.pairs = pairs.toReversed();
		const places = new Map(demonstrations.map(({ key }, i) => [key, i]));
		this.shared = pairs.filter(({ key }) => places.has(key)).length;
		let room = demonstrations.length;
		const all = demonstrations.length;
		this.#room = [
			all,
			...this.pairs.map(({ key }) => {
				if (sharedPrompts === "never")
					room = Math.min(room, places.get(key) ?? all);
				return room;
			}),
		];
	}

	/** Whether there are so many prompts, none of them used twice. */
	holds({ demonstrations, pairs }: Allocation): boolean {
		return demonstrations <= (this.#room[pairs] ?? -1);
	}
}
