/** A task, and what is tried on it. */
export interface Part {
	readonly name: "facts" | "sums" | "warm-sums";
	/** Rows of the laboratory. */
	readonly rows: "facts" | "sums";
	/** How the base learns the task beforehand; null where it is the model itself. */
	readonly warm: Warm | null;
	/** Tasks of the laboratory. */
	readonly target: string;
	readonly wording: string;
	readonly retention: readonly string[];
	readonly steps: number;
	readonly betas: readonly number[];
	readonly rates: readonly number[];
	/** Of SFT alone, so that others that move as little have something to compare with. */
	readonly lowerRate: number;
}

/** SFT on rows of the same sort from another world. */
export interface Warm {
	readonly world: number;
	readonly steps: number;
	readonly rate: number;
}

/** One run of the study but for its seed. */
export interface Arm {
	readonly part: Part;
	readonly objective: Objective;
	readonly rate: number;
}

export interface Objective {
	readonly name: string;
	readonly kind: "sft" | "dft" | "minor-sft";
	/** As `npx temper-lm train --set objective=` takes it. */
	readonly setting: string;
}

export const parts: readonly Part[] = [
	{
		name: "facts",
		rows: "facts",
		warm: null,
		target: "new-facts",
		wording: "new-facts-reworded",
		retention: ["known-facts"],
		steps: 120,
		betas: [0.02, 0.1, 0.5, 2],
		rates: [2.5e-4, 5e-4, 1e-3],
		lowerRate: 1.25e-4,
	},
	{
		name: "sums",
		rows: "sums",
		warm: null,
		target: "sums",
		wording: "sums-reworded",
		retention: ["known-facts", "known-sums"],
		steps: 120,
		betas: [0.02],
		rates: [1e-3, 2e-3],
		lowerRate: 5e-4,
	},
	{
		name: "warm-sums",
		rows: "sums",
		warm: { world: 12, steps: 600, rate: 1e-3 },
		target: "sums",
		wording: "sums-reworded",
		retention: ["known-facts"],
		steps: 120,
		betas: [],
		rates: [2.5e-4, 5e-4, 1e-3],
		lowerRate: 1.25e-4,
	},
];

export function armsOf(part: Part): Arm[] {
	const objectives: Objective[] = [
		{ name: "sft", kind: "sft", setting: "sft" },
		{ name: "dft", kind: "dft", setting: "dft" },
		...part.betas.map(
			(beta): Objective => ({
				name: `minor-sft ${beta}`,
				kind: "minor-sft",
				setting: `{kind: minor-sft, beta: ${beta}}`,
			}),
		),
	];
	const ratesOf = ({ kind }: Objective) =>
		kind === "sft" ? [part.lowerRate, ...part.rates] : part.rates;
	return objectives.flatMap((objective) =>
		ratesOf(objective).map((rate) => ({ part, objective, rate })),
	);
}

/** Of the folder of its runs, but for the seed. */
export const armName = ({ part, objective, rate }: Arm) =>
	`${part.name}-${objective.name}-${rate}`.replaceAll(" ", "-");
