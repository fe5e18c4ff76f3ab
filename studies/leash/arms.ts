/** One run of the study but for its seed. */
export interface Arm {
	readonly name: string;
	/** What differs, for people. */
	readonly setting: string;
	/** The bound of its leash, nats per token; null for a run that is tuned by hand. */
	readonly bound: number | null;
	readonly settings: readonly string[];
	/** Of the learning rate of the study. */
	readonly rate: number;
}

export const bounds = [0.02, 0.05, 0.15] as const;

const betas = [0.01, 0.03, 0.1, 0.3, 1, 3, 10] as const;

const rates = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1] as const;

const lambdas = [0.01, 0.1, 1, 10, 100] as const;

/** What holds the model, and how. */
const leashes = [
	["minor-sft, beta steered", "minor-sft", "steer"],
	["asft, lambda steered", "asft", "steer"],
	["sft and a penalty", "sft", "penalty"],
	["minor-sft and a penalty", "minor-sft", "penalty"],
] as const;

export const leashNames = leashes.map(([name]) => name);
export const fixedBeta = "minor-sft, fixed beta";
export const fixedLambda = "asft, fixed lambda";
export const fixedRate = "sft, other rates";

/** All runs; `held` is the file of rows that a penalty holds. */
export function armsOf(held: string): Arm[] {
	return [
		...leashes.flatMap(([name, kind, how]) =>
			bounds.map((bound) => ({
				...{ name, bound, rate: 1, setting: `${bound}` },
				settings: [
					`objective=${kind}`,
					how === "penalty"
						? `leash={kl: ${bound}, how: penalty, rows: ${held}}`
						: `leash={kl: ${bound}, how: ${how}}`,
				],
			})),
		),
		...betas.map((beta) => ({
			...{ name: fixedBeta, bound: null, rate: 1, setting: `${beta}` },
			settings: [`objective={kind: minor-sft, beta: ${beta}}`],
		})),
		...lambdas.map((lambda) => ({
			...{ name: fixedLambda, bound: null, rate: 1, setting: `${lambda}` },
			settings: [`objective={kind: asft, lambda: ${lambda}}`],
		})),
		...rates.map((rate) => ({
			...{ name: fixedRate, bound: null, rate, setting: `x ${rate}` },
			settings: ["objective=sft"],
		})),
	];
}

/** Of the folder of a run. */
export const runName = ({ name, setting }: Arm, seed: number) =>
	`${name}-${setting}-${seed}`.replaceAll(/[^\w.-]+/g, "-");
