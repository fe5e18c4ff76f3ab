import { dft } from "./dft.ts";
import { minorSft } from "./minor-sft.ts";
import type { Objective } from "./objective.ts";
import { sft } from "./sft.ts";

/** Every objective, from its kind to its maker: the one table that recipes, documents and the contract suite follow. */
export const objectives = {
	sft,
	"minor-sft": minorSft,
	dft,
} satisfies Record<string, (options: never) => Objective>;

export type ObjectiveKind = keyof typeof objectives;

/** What an objective's maker takes; undefined where it takes nothing. */
export type ObjectiveOptions<K extends ObjectiveKind> = Parameters<
	(typeof objectives)[K]
>[0];
