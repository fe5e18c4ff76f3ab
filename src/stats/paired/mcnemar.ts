import { evenOddsP } from "./even-odds.ts";

/**
 * McNemar's exact test (McNemar 1947): the two-sided probability of pairs that changed as unevenly as these, were either
 * direction as likely. 1 if none changed.
 */
export const mcnemar = (rightToWrong: number, wrongToRight: number): number =>
	evenOddsP(rightToWrong, rightToWrong + wrongToRight);
