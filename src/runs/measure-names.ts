/**
 * What measures are called wherever a person reads them: in lines of training, tables of runs, evaluations, pilots and
 * reports. The keys are those of events.
 */
export const measureNames = {
	/** NLL of held-out rows, nats per token. */
	nll: "held-out NLL",
	/** KL(base || tuned) on the run's own kind of rows, nats per token. */
	klTask: "task KL",
	/** The same on general rows. */
	klGeneral: "general KL",
	/** The same on the general rows that a leash's penalty holds. */
	heldKl: "held KL",
	/** Rise of the NLL of general rows. */
	retention: "general NLL rise",
	/** KL from the start of a stage, on its samples. */
	klToStart: "KL to start",
	/** What a DPO-like reward would give: beta Delta. */
	mTheta: "m_theta",
} as const;

/** The name of a measure; what has none in the glossary is called as its event calls it. */
export function measureName(key: string): string {
	return Object.hasOwn(measureNames, key)
		? measureNames[key as keyof typeof measureNames]
		: key;
}
