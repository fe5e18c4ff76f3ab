import { lookAt } from "../../charts/looks.ts";

/** How the answer and the two kinds look in every chart. */
export const looks = {
	best: lookAt(0),
	demonstrations: lookAt(1),
	pairs: lookAt(2),
	untouched: lookAt(3),
	base: { ...lookAt(0), colour: "var(--muted)" },
	cell: { ...lookAt(0), colour: "var(--ink)", dashes: null },
} as const;
