interface Weighted {
	/** What the reward is called in logs and errors; null: after its kind. */
	readonly name: string | null;
	/** Its factor in the sum. 0 only watches. */
	readonly weight: number;
	/** Whether thoughts are judged with the answer; skipped if left out. `format` and `length` always judge all that was written. */
	readonly thoughts?: "skip" | "score" | undefined;
}

export interface ExactSpec extends Weighted {
	readonly kind: "exact";
	/** The column to compare with; null: the demonstration's answer. */
	readonly column: string | null;
	readonly ignoreCase: boolean;
}

export interface NumericSpec extends Weighted {
	readonly kind: "numeric";
	/** The column to compare with; null: the demonstration's answer. */
	readonly column: string | null;
	/** The largest difference that still counts as equal. */
	readonly tolerance: number;
}

export interface RegexSpec extends Weighted {
	readonly kind: "regex";
	readonly pattern: string;
	readonly flags: string;
	/** False: 1 if the pattern is not found. */
	readonly match: boolean;
}

export interface JsonSchemaSpec extends Weighted {
	readonly kind: "json-schema";
	/** The schema, or the path of a JSON file that holds it. */
	readonly schema: string | Readonly<Record<string, unknown>>;
}

export interface ContainsSpec extends Weighted {
	readonly kind: "contains";
	/** What the completion must contain; null: the column's text, or the demonstration's answer. */
	readonly text: string | null;
	readonly column: string | null;
	readonly ignoreCase: boolean;
}

export interface LengthSpec extends Weighted {
	readonly kind: "length";
	/** In characters, both included; null: no bound. */
	readonly least: number;
	readonly most: number | null;
}

export interface FormatSpec extends Weighted {
	readonly kind: "format";
	/** What the trimmed completion must start and end with; null: anything. */
	readonly start: string | null;
	readonly end: string | null;
}

export interface ModuleSpec extends Weighted {
	readonly kind: "module";
	/** An absolute path of a JavaScript or TypeScript module. */
	readonly path: string;
	readonly export: string;
	/** Seconds that one call may take. */
	readonly timeLimit: number;
}

export interface ModelSpec extends Weighted {
	readonly kind: "model";
	/** The folder of a saved reward model. */
	readonly path: string;
}

/** One reward of a recipe, with nothing left to derive. */
export type RewardSpec =
	| ExactSpec
	| NumericSpec
	| RegexSpec
	| JsonSchemaSpec
	| ContainsSpec
	| LengthSpec
	| FormatSpec
	| ModuleSpec
	| ModelSpec;
