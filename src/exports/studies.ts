/**
 * Studies: their base, pilots, which compare ways to tune, the gate, which decides whether a run may ship, budget studies and
 * plans, which divide a budget between demonstrations and preference pairs, and intervention studies.
 * @module
 */

// The base: what a study is, who does its jobs, and what happens meanwhile.
export type {
	Advance,
	EndedStudy,
	Forecast,
	Study,
	StudyJob,
	StudyState,
	StudyTiming,
	StudyTypes,
} from "../studies/study.ts";
export {
	type SpecRules,
	type StudySpec,
	specInputs,
} from "../studies/study-spec.ts";
export { hashInputs, type InputHash } from "../runs/folder/inputs.ts";
export { StudyPaths } from "../studies/study-paths.ts";
export { type RunStudyOptions, runStudy } from "../studies/run-study.ts";
export type { StudyEvent } from "../studies/study-event.ts";
export { readMeasure } from "../studies/study-folder.ts";

// Jobs.
export type {
	JobMessage,
	JobProgress,
	JobRequest,
	JobTime,
	MeasureOptions,
	MeasureWork,
	RunSpeed,
	TimeWork,
	TrainedRun,
	TrainWork,
	Work,
} from "../studies/jobs/job-request.ts";
export type { Crew, CrewLoad, Worker } from "../studies/jobs/crew.ts";
export { processCrew } from "../studies/jobs/local/process-crew.ts";
export { crewOf } from "../studies/jobs/launch/open-crew.ts";
export {
	parseLauncher,
	readLauncher,
} from "../recipes/launcher.ts";
export type { LauncherSpec } from "../recipes/schemas/launcher-schema.ts";

// Pilots.
export {
	type ParsePilotOptions,
	type PilotArm,
	type PilotRecipe,
	parsePilot,
	readPilot,
} from "../recipes/parse/parse-pilot.ts";
export { type PilotOptions, pilot } from "../studies/pilot/pilot.ts";
export type { PilotEvent } from "../studies/pilot/pilot-event.ts";
export type { PilotResult } from "../studies/pilot/pilot-result.ts";

// The gate.
export { type GateRule, usualRule } from "../studies/gate/decide.ts";
export { type GateOptions, gate } from "../studies/gate/gate.ts";
export type { Evidence } from "../studies/gate/evidence.ts";

// Budgets: demonstrations or preference pairs.
export { planBudget } from "../studies/budget/plan/plan-budget.ts";
export type {
	MeasuredScores,
	PlanQuestion,
	Price,
	Quantity,
	ScoreValue,
	TaskKind,
} from "../studies/budget/plan/plan-question.ts";
export type {
	BudgetPlan,
	PayBack,
	PlanCondition,
	PlanMeasure,
	PlanNote,
	PlanStage,
} from "../studies/budget/plan/budget-plan.ts";
export type { PlanRule } from "../studies/budget/plan/rules.ts";
export type {
	Allocation,
	Observation,
	Prices,
	Trial,
} from "../studies/budget/allocation.ts";
export {
	type BudgetRecipe,
	type BudgetStage,
	type ExampleKind,
	parseBudget,
	readBudget,
} from "../recipes/parse/parse-budget.ts";
export { studyBudget } from "../studies/budget/study-budget.ts";
export type { BudgetResult } from "../studies/budget/budget-result.ts";
export type {
	BudgetDecision,
	BudgetNote,
	BudgetReading,
	BudgetTypes,
} from "../studies/budget/cells/state.ts";
export type { BudgetJob } from "../studies/budget/cells/job.ts";
export { fitSurface } from "../studies/budget/surface/fit-surface.ts";
export type { Surface } from "../studies/budget/surface/surface.ts";
export { nextStep } from "../studies/budget/buy/next-step.ts";
export { recommend } from "../studies/budget/buy/recommend.ts";
export type {
	Question as BudgetQuestion,
	Step as BudgetStep,
	StopRule,
} from "../studies/budget/buy/step.ts";

// Interventions: training on known and unknown answers.
export {
	type InterveneRecipe,
	parseIntervene,
	readIntervene,
} from "../recipes/parse/parse-intervene.ts";
export { studyInterventions } from "../studies/interventions/study-interventions.ts";
export type {
	ContrastVerdict,
	GroupFacts,
	InterventionArm,
	InterventionArmResult,
	InterventionContrast,
	InterventionGroup,
	InterventionResult,
	InterventionScores,
} from "../studies/interventions/intervention-result.ts";
export type {
	InterventionDecision,
	InterventionReading,
	InterventionTypes,
} from "../studies/interventions/plan/state.ts";
export type { InterventionJob } from "../studies/interventions/plan/job.ts";
