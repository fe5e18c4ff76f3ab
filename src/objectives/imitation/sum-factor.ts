import type { SumFactor } from "../objective.ts";

/**
 * beta of losses of beta h or beta Delta. The usual 0.1 fits answers of about 200 tokens, of which each moves by 0.05 nats:
 * beta times the sum is 1 then.
 */
export const preferenceBeta: SumFactor = {
	option: "beta",
	product: 1,
	natsPerToken: () => 0.05,
	basis: "at which the usual beta of 0.1 fits answers of 200 tokens",
	direction:
		"a larger beta keeps the policy nearer to the reference, a smaller one lets it move further",
};

/** beta of MinorSFT: a = 2 sigma(-beta Delta) has fallen to 1/2 where beta Delta is ln 3. */
export const brakeBeta: SumFactor = {
	option: "beta",
	product: Math.log(3),
	natsPerToken: (nll) => nll / 5,
	basis: "a fifth of their NLL before training",
	direction:
		"a small beta is no brake (towards 0 it is SFT), a large one is a gate that lets answers move hardly at all",
};

/** What fits answers of this median length, to two digits; null if there is no sum or it is not expected to move. */
export function fittingFactor(
	{ product, natsPerToken }: SumFactor,
	{ tokens, nll }: { readonly tokens: number; readonly nll: number },
): number | null {
	const delta = tokens * natsPerToken(nll);
	return delta > 0 ? Number((product / delta).toPrecision(2)) : null;
}
