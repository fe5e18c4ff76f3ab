import type { Row } from "../../formats/rows/row.ts";

/** A model whose outcomes are compared between groups of rows. */
export type AuditedModel = RewardUnderAudit | LanguageUnderAudit;

export interface RewardUnderAudit {
	readonly kind: "reward model";
	readonly name: string;
	/** The rewards of the answers of each row: one, or chosen and rejected. Null for a row that cannot be scored. */
	score(rows: readonly Row[]): Promise<(readonly number[] | null)[]>;
}

export interface LanguageUnderAudit {
	readonly kind: "language model";
	readonly name: string;
	/** How it answers: `greedily, with at most 128 tokens`. */
	readonly how: string;
	/** The answer to each row's question. Null for a row that cannot be asked. */
	answer(rows: readonly Row[]): Promise<(string | null)[]>;
}
