/**
 * The lab: a small invented world in which everything is known.
 * @module
 */

// The world and its facts.
export {
	type Exposure,
	exposureClasses,
	type Fact,
	makeWorld,
	shippedSeed,
	type World,
} from "../lab/world.ts";
export type { FactRecord } from "../lab/record.ts";
export { isReserved } from "../lab/reserved.ts";

// Rows and tasks about it.
export { jsonLines, type LabSet, labSets } from "../lab/lab-sets.ts";
export type { TaughtRow } from "../lab/sets/fact-sets.ts";
export type { FactRow, TestRow } from "../lab/sets/test-row.ts";
export type { PairRow } from "../lab/sets/pair-sets.ts";
export type { OneStepRow, TalkRow } from "../lab/sets/retention-sets.ts";
export type { SumRow, SumTrainingRow } from "../lab/sets/sum-sets.ts";
export { type LabTask, labTasks } from "../lab/lab-tasks.ts";
