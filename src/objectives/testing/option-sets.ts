import {
	type ObjectiveKind,
	type ObjectiveOptions,
	objectives,
} from "../all.ts";
import type { Objective } from "../objective.ts";

/** Every combination of the values of each option. */
function combinations<T extends object>(
	values: {
		readonly [K in keyof T]: readonly T[K][];
	},
): readonly T[] {
	let sets: readonly Partial<T>[] = [{}];
	for (const key in values)
		sets = sets.flatMap((set) =>
			values[key].map((value) => ({ ...set, [key]: value })),
		);
	return sets as readonly T[];
}

const floors = { floor: [null, 0.3], keepEnd: [false, true] };
const sft = [0, 0.5];
const logistic = { beta: [0.3], labelSmoothing: [0, 0.2], sft };
const policyGradient = {
	clip: [{ low: 0.2, high: 0.28 }],
	beta: [0, 0.04],
	kl: ["loss", "reward"],
	normalise: ["tokens", "answers"],
} as const;

/** For each objective, every combination of options that gives a graph of its own, at one value of each number. */
const optionSets: {
	readonly [K in ObjectiveKind]: readonly ObjectiveOptions<K>[];
} = {
	sft: [undefined],
	"minor-sft": combinations({ beta: [0.5, null] }),
	dft: combinations(floors),
	"p-family": combinations({ q: [0.5] }),
	asft: combinations({ lambda: [0.05, null], ...floors }),
	"iw-sft": combinations({ most: [16] }),
	talr: combinations({ floor: [0.2] }),
	eaft: combinations({ alpha: [1, 0.4] }),
	psft: combinations({ high: [0.28] }),
	dpo: combinations(logistic),
	ipo: combinations({ beta: [0.4], sft }),
	hinge: combinations({ beta: [0.6], sft }),
	"minor-dpo": combinations({ beta: [0.3], sft }),
	simpo: combinations({ beta: [2], gamma: [0.5], sft }),
	orpo: combinations({ lambda: [0.4] }),
	kto: combinations({ beta: [0.3], desirable: [1], undesirable: [1.5] }),
	irft: combinations(logistic),
	"reward-model": combinations({ centre: [0, 0.01] }),
	grpo: combinations(policyGradient),
	rft: combinations(policyGradient),
};

export interface OptionSet {
	/** `dpo {"beta":0.3,...}` */
	readonly title: string;
	readonly objective: Objective;
}

/** Every objective at each of its option sets. */
export const everyObjective: readonly OptionSet[] = (
	Object.keys(objectives) as ObjectiveKind[]
).flatMap((kind) =>
	optionSets[kind].map((options) => {
		const make = objectives[kind] as (options: unknown) => Objective;
		const title = options ? `${kind} ${JSON.stringify(options)}` : kind;
		return { title, objective: make(options) };
	}),
);
