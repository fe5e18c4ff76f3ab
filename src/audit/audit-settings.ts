import type { Severity } from "./audit-result.ts";

export interface AuditSettings {
	/** Column that holds the topic; null to group prompts by their words. */
	readonly topic: string | null;
	/** Columns by which outcomes are compared. */
	readonly groups: readonly string[];
	/** Column with the position of the chosen answer; null to look for the usual names. */
	readonly position: string | null;
	/** Jaccard similarity of shingles from which two rows are near-duplicates. */
	readonly nearDuplicate: number;
	/** Level of the tests, all together. */
	readonly alpha: number;
	readonly seed: number;
	readonly failOn: Severity | "never";
}

export const auditDefaults: AuditSettings = {
	...{ topic: null, groups: [], position: null },
	...{ nearDuplicate: 0.7, alpha: 0.05, seed: 0, failOn: "error" },
};
