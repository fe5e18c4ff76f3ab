import { supervisedCount } from "../../data/example.ts";
import { fittingFactor } from "../../objectives/imitation/sum-factor.ts";
import type { Prepared } from "../prepare/prepare.ts";

/** What an option is, and what fits the answers of the rows. */
export interface FactorAdvice {
	readonly option: string;
	/** Null if a leash steers it. */
	readonly given: number | null;
	/** A value to begin a search with. */
	readonly suggested: number;
	/** Median tokens of the answers, and the nats per token by which they are expected to move. */
	readonly tokens: number;
	readonly natsPerToken: number;
	readonly basis: string;
	readonly direction: string;
}

/** Null for an objective without such an option, and for rows whose answers are not known yet. `nll`: before training. */
export function factorAdvice(
	{
		objective,
		recipe,
		train,
	}: Pick<Prepared, "objective" | "recipe" | "train">,
	nll: number | null,
): FactorAdvice | null {
	const { sumFactor } = objective;
	const tokens = median(
		train
			.flat()
			.map(supervisedCount)
			.filter((n) => n > 0),
	);
	if (!sumFactor || tokens === null || nll === null) return null;
	const suggested = fittingFactor(sumFactor, { tokens, nll });
	if (suggested === null) return null;
	const { option, natsPerToken, basis, direction } = sumFactor;
	const options = recipe.objective as Readonly<Record<string, unknown>>;
	const given = options[option];
	return {
		...{ option, suggested, tokens, basis, direction },
		given: typeof given === "number" ? given : null,
		natsPerToken: natsPerToken(nll),
	};
}

/** The upper one of two middles. */
function median(values: readonly number[]): number | null {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? null;
}
