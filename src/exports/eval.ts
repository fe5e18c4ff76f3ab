/**
 * Evaluation: a model, or any function, in tasks, compared with its base.
 * @module
 */

// Tasks and their questions.
export {
	type ParseTaskOptions,
	parseTask,
	readTask,
} from "../eval/task/read-task.ts";
export type {
	AnswerOptions,
	ChoiceSpec,
	CommandSpec,
	FewShotSpec,
	JudgeSpec,
	MatchSpec,
	NllSpec,
	ScorerSpec,
	Task,
	TaskAxis,
} from "../eval/task/task.ts";
export type {
	Choices,
	Question,
	Unconditional,
} from "../eval/task/question.ts";
export { checkTask, type TaskCheck } from "../eval/task/check-task.ts";

// Who answers: a model, or a function.
export type {
	Answer,
	Asking,
	Likelihood,
	Reply,
	Responder,
} from "../eval/responder.ts";
export { nobody, oracle, respondWith } from "../eval/function-responder.ts";
export { ModelResponder } from "../eval/model/model-responder.ts";
export type { MeasuringEngineOptions } from "../eval/model/measuring-engine.ts";
export type { ModelResponderOptions } from "../eval/model/model-responder-options.ts";
export {
	baseOf,
	type Subject,
	type SubjectNames,
	subjectOf,
} from "../eval/model/subject.ts";

// Evaluate.
export {
	type EvaluateTaskOptions,
	evaluateTask,
	type TaskEvent,
} from "../eval/evaluate-task.ts";
export {
	type EvalEvent,
	type EvaluateOptions,
	evaluate,
} from "../eval/evaluate.ts";

// Results, and their comparison.
export type {
	Comparison,
	Consistency,
	ConsistencyComparison,
	Deviation,
	EvalReport,
	EvalResult,
	FewShotRecord,
	Flip,
	ItemResult,
	OptionScore,
	ScoredOptions,
	SubjectResult,
	TaskComparison,
	TaskResult,
} from "../eval/eval-result.ts";
export { compare } from "../eval/compare/compare.ts";
export { promptfooExport } from "../eval/promptfoo.ts";
