import type { About } from "./about/about.ts";
import { aboutImitation } from "./about/imitation.ts";
import { aboutPreferences } from "./about/preferences.ts";
import { aboutSampled } from "./about/sampled.ts";
import type { ObjectiveKind } from "./all.ts";

/** What to say of each objective. One that joins the registry without its text does not compile. */
export const abouts: Readonly<Record<ObjectiveKind, About>> = {
	...aboutImitation,
	...aboutPreferences,
	...aboutSampled,
};

/** What the letters of the formulas mean. Weights (w_t, a) have no gradient. */
export const notation: Readonly<Record<string, string>> = {
	NLL_t: "-log p_t",
	p_t: "π(y_t | x, y_<t), the probability of the answer's token t",
	m: "tokens of an answer",
	Δ: "Σ_t [log π(y_t) - log π_ref(y_t)] over an answer",
	π_ref: "the reference model",
	σ: "the logistic function",
	h: "Δ_w - Δ_l",
	_w: "of the chosen answer",
	_l: "of the rejected answer",
	odds: "e^ℓ / (1 - e^ℓ)",
	ℓ: "(1/m) Σ_t log p_t",
	"z₀": "the mean of Δ over the step's prompts, each with the answer of another, and 0 at least",
	ỹ: "a sample of the policy, paired with the demonstration y",
	r_t: "π(y_t) / π_sampled(y_t)",
	A: "how much better an answer's reward is than its group's",
	d: "log π_ref(y_t) - log π(y_t)",
};

/** The letters that a formula has, and those that their meanings have, with their meanings. */
export function lettersOf(
	formula: string,
): [letter: string, meaning: string][] {
	const used = new Set<string>();
	const look = (text: string) => {
		for (const [letter, meaning] of Object.entries(notation)) {
			if (used.has(letter) || !mentions(text, letter)) continue;
			used.add(letter);
			look(meaning);
		}
	};
	look(formula);
	return Object.entries(notation).filter(([letter]) => used.has(letter));
}

/** Whether a letter stands in a text by itself, and not in a word. */
function mentions(text: string, letter: string): boolean {
	const before = letter.startsWith("_") ? "" : "(?<![A-Za-z_])";
	return new RegExp(`${before}${letter}(?![A-Za-z])`).test(text);
}
