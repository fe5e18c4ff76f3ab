/**
 * Diagnosis: what a model knows before it is tuned.
 * @module
 */

// What a model knows: from the results of choice tasks, whatever measured them.
export type { ProbeResults } from "../diagnose/probe/analysis/askings.ts";
export {
	type JudgedItem,
	type Judgement as ProbeJudgement,
	judgeItems,
} from "../diagnose/probe/analysis/judge-items.ts";
export {
	defaultJudgeSettings,
	type JudgeSettings,
} from "../diagnose/probe/analysis/judge-settings.ts";
export { estimateFalseKnown } from "../diagnose/probe/analysis/false-known.ts";
export {
	type SlicedItem,
	slicesBy,
} from "../diagnose/probe/analysis/slices.ts";
export {
	choicesByRow,
	type PredictOptions,
	predictEffect,
	scoresByRow,
} from "../diagnose/probe/analysis/predict.ts";

// A whole probe.
export {
	type PreparedProbe,
	prepareProbe,
} from "../diagnose/probe/run/prepare-probe.ts";
export type { MeasureEvent } from "../diagnose/probe/run/measure-tasks.ts";
export {
	defaultProbeSettings,
	type ProbeSettings,
} from "../diagnose/probe/run/probe-settings.ts";
export {
	type ProbeEvent,
	type RunProbeOptions,
	runProbe,
} from "../diagnose/probe/run/run-probe.ts";
export type { ChoiceRow } from "../diagnose/probe/rows/choice-rows.ts";
export type { ProbeColumns } from "../diagnose/probe/rows/probe-rows.ts";
export type {
	CalibrationBin,
	DemonstrationMark,
	Knowledge,
	MethodView,
	ProbeAdvice,
	ProbeExclusion,
	ProbeItem,
	ProbeMethod,
	ProbeMethodSummary,
	ProbePrediction,
	ProbeReason,
	ProbeResult,
	ProbeSlice,
} from "../diagnose/probe/probe-result.ts";
