/** A number that a rule compares with, and why it is that number. */
export interface Threshold {
	readonly value: number;
	readonly reason: string;
}

/** Every number that decides what a diagnosis says. */
export const thresholds = {
	knownFrom: {
		value: 0.5,
		reason:
			"The base prefers the right answer to all others together, the criterion of arXiv 2402.18243.",
	},
	leastShare: {
		value: 0.05,
		reason:
			"A change of fewer than one in twenty questions is not named as the cause, even if it is no chance.",
	},
	leastLoss: {
		value: 0.1,
		reason:
			"Tuning on anything shifts a few answers; a loss is a cause if it is a tenth of what the base answered right.",
	},
	general: {
		value: 0.5,
		reason:
			"Wrong answers displace what the rows are about; overfitting displaces everything. A loss elsewhere of at least half the loss near the rows is everywhere.",
	},
	formChanged: {
		value: 0.2,
		reason:
			"A fifth of the answers kept their substance and changed their text: too many for single words that happen to differ.",
	},
	enough: {
		value: 30,
		reason:
			"With fewer questions an interval around no change reaches beyond 10 percentage points.",
	},
} as const satisfies Readonly<Record<string, Threshold>>;
