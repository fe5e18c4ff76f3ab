/** A value as a paper or another program states it, or words for what is not one value: `150 steps`. */
export type Stated = number | string | boolean | null;

/** A default, and what others take for it. */
export interface Setting<T> {
	readonly ours: T;
	/** What the paper or its authors' code states; absent if it states nothing or we do not know it. */
	readonly paper?: Stated;
	/** The default of TRL 1.16; absent if TRL has no such setting. */
	readonly trl?: Stated;
	/** Why ours differs from the others, or where it comes from if no paper states it. */
	readonly why?: string;
}

/** A default with what others take for it. */
export function setting<const T>(
	ours: T,
	elsewhere: Omit<Setting<T>, "ours"> = {},
): Setting<T> {
	return { ours, ...elsewhere };
}

/** Rows of an optimizer step, for every objective. */
export const usualRows = 16;

/** Why a number of rows differs from TRL's. */
export const perDevice =
	"TRL counts the rows of one device, before gradients are accumulated.";

/** How an objective is trained if a recipe does not say. */
export interface TrainingDefaults {
	readonly learningRate: {
		readonly lora: Setting<number>;
		readonly full: Setting<number>;
	};
	readonly schedule: {
		readonly kind: Setting<"cosine" | "linear" | "constant">;
		readonly warmup: Setting<number>;
	};
	readonly rows: Setting<typeof usualRows>;
}
