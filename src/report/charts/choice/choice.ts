import type { Language } from "../../page/language/language.ts";

/** Amounts of the two goods. */
export interface Place {
	readonly x: number;
	readonly y: number;
}

/** A bundle that was measured. */
export interface ChoiceCell extends Place {
	/** Its score, shown next to it if there is room. */
	readonly text: string;
	/** Shown when a reader points at it. */
	readonly title: string;
	/** Drawn as an outline: a control, or one that has no score. */
	readonly hollow: boolean;
}

/** Bundles of the same value. */
export interface Isoquant {
	/** The value. */
	readonly text: string;
	/** Ascending by x. */
	readonly points: readonly Place[];
}

/** Bundles of the same cost, with the best of them. */
export interface BudgetLine {
	/** The budget. */
	readonly text: string;
	/** From the axis of x to that of y. */
	readonly points: readonly Place[];
	readonly best: (Place & { readonly title: string }) | null;
	/** The part of the line that the best bundle may lie in. */
	readonly interval: readonly Place[];
}

/** The picture of consumer choice: two goods, what they are worth and what they cost. */
export interface Choice {
	readonly label: string;
	readonly description: string;
	/** Names of the goods, with their unit. */
	readonly x: string;
	readonly y: string;
	readonly cells: readonly ChoiceCell[];
	readonly isoquants: readonly Isoquant[];
	readonly lines: readonly BudgetLine[];
	/** The best bundles as the budget grows. */
	readonly path: readonly Place[];
	/** How much of each good there is; null where nothing limits it. */
	readonly limits: { readonly x: number | null; readonly y: number | null };
	readonly texts: {
		readonly path: string;
		/** What lies beyond the limits. */
		readonly beyond: string;
	};
	readonly language: Language;
}

/** One drawing: a class says on which pages it shows. */
export interface ChoiceSize {
	readonly width: number;
	readonly height: number;
	readonly classes: string;
	/** Whether scores are written next to their cells. */
	readonly scores: boolean;
}

/** A drawing with the places of its amounts, in pixels. */
export interface ChoiceFrame extends ChoiceSize {
	readonly margins: {
		readonly top: number;
		readonly right: number;
		readonly bottom: number;
		readonly left: number;
	};
	/** The largest amounts that have a place. */
	readonly most: Place;
	px(place: Place): Place;
}
