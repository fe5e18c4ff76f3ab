import type { SumFactor } from "../objective.ts";

/**
 * beta of losses of beta h or beta Delta. The default of 0.1 suits answers of about 200 tokens if each token moves by 0.05 nats:
 * beta times the sum is then 1.
 */
export const preferenceBeta: SumFactor = {
	option: "beta",
	product: 1,
	natsPerToken: () => 0.05,
	basis:
		"with the same rule, the default beta of 0.1 suits answers of 200 tokens",
	direction:
		"A larger beta keeps the policy nearer to the reference; a smaller one lets it move further.",
};

/** beta of MinorSFT: a = 2 sigma(-beta Delta) has fallen to 1/2 where beta Delta is ln 3. */
export const brakeBeta: SumFactor = {
	option: "beta",
	product: Math.log(3),
	natsPerToken: (nll) => nll / 5,
	basis: "a fifth of their NLL before training",
	direction:
		"With a small beta there is no brake (near 0 the loss is SFT); with a large one, answers soon stop contributing.",
};

/** The factor that suits answers of this median length, to two digits; null if there is no sum or it is not expected to move. */
export function fittingFactor(
	{ product, natsPerToken }: SumFactor,
	{ tokens, nll }: { readonly tokens: number; readonly nll: number },
): number | null {
	const delta = tokens * natsPerToken(nll);
	return delta > 0 ? Number((product / delta).toPrecision(2)) : null;
}
