/** A number that a rule compares with, and why it is that number. */
export interface Threshold {
	readonly value: number;
	readonly reason: string;
}

/** Every number that decides what a diagnosis says. */
export const thresholds = {
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
	nearLoss: {
		value: 0.67,
		reason:
			"Wrong answers displace above all what the rows are about, overfitting everything but that. Between the two the loss near the rows is two thirds of the loss elsewhere.",
	},
	ruin: {
		value: 0.5,
		reason:
			"If half of what the base answered right elsewhere is lost, no gain on what was taught makes up for it.",
	},
	littleLoss: {
		value: 0.25,
		reason:
			"A change of form leaves what is known. If more than a quarter of it is lost, the loss is what happened.",
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
