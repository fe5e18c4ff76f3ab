/** One drawing of the plane: a class says on which pages it shows. */
export interface PlaneSize {
	readonly width: number;
	readonly height: number;
	readonly classes: string;
	/** The widest label, in pixels. */
	readonly label: number;
}

/** For wide pages, for narrow ones, and for paper. */
export const planeSizes: readonly PlaneSize[] = [
	{ width: 1030, height: 510, classes: " wide", label: 240 },
	{ width: 330, height: 420, classes: " narrow", label: 100 },
	{ width: 690, height: 430, classes: " paper", label: 180 },
];

export const planeMargins = { top: 44, right: 14, bottom: 46, left: 44 };
