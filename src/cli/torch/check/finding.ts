/** One thing that was tried. */
export interface Finding {
	readonly name: string;
	/** `note`: it works in part, or it is not there and need not be. */
	readonly state: "works" | "note" | "fails";
	readonly found: string;
	/** What it means for a training; null if that is plain. */
	readonly meaning: string | null;
}

export function finding(
	name: string,
	state: Finding["state"],
	found: string,
	meaning: string | null = null,
): Finding {
	return { name, state, found, meaning };
}
