import { relationOf } from "./relations.ts";
import type { ExposureKind, Fact, World } from "./world.ts";

/** The truth about one fact. */
export interface FactRecord
	extends Pick<
		Fact,
		"id" | "person" | "relation" | "value" | "exposures" | "channel"
	> {
	/** How often it was stated in prose, by wording. */
	readonly prose: readonly number[];
	/** How often it was asked for, by wording. */
	readonly question: readonly number[];
	/** How often it was asked for with four options, by wording. */
	readonly choice: readonly number[];
}

/** What is so, and what the base met of it. */
export const factRecords = ({ facts }: World): FactRecord[] =>
	facts.map((fact) => {
		const { id, person, relation, value, exposures, channel } = fact;
		const { statements, questions } = relationOf(relation);
		return {
			...{ id, person, relation, value, exposures, channel },
			prose: counts(fact, "prose", statements.length),
			question: counts(fact, "question", questions.length),
			choice: counts(fact, "choice", questions.length),
		};
	});

function counts(fact: Fact, kind: ExposureKind, wordings: number): number[] {
	const met = fact.met.filter((exposure) => exposure.kind === kind);
	return Array.from(
		{ length: wordings },
		(_, wording) =>
			met.filter((exposure) => exposure.wording === wording).length,
	);
}
