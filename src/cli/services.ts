import type { Diagnosis } from "../diagnose/change/diagnosis.ts";
import type { DiagnosisPlan } from "../diagnose/change/run/diagnosis-plan.ts";
import type { RunDiagnosisOptions } from "../diagnose/change/run/run-diagnosis.ts";
import type { PreparedProbe } from "../diagnose/probe/run/prepare-probe.ts";
import type { ProbeSettings } from "../diagnose/probe/run/probe-settings.ts";
import type {
	ProbeEvent,
	RunProbeOptions,
} from "../diagnose/probe/run/run-probe.ts";
import type { EvalEvent, EvaluateOptions } from "../eval/evaluate.ts";
import type { Subject } from "../eval/model/subject.ts";
import type { Task } from "../eval/task/task.ts";
import type { describeReward, explain } from "../explain/explain.ts";
import type { Decoder } from "../generate/decoder.ts";
import type { RewardReader } from "../policy/reward-reader.ts";
import type { ResolvedRecipe } from "../recipes/resolve/resolve-recipe.ts";
import type { Recipe } from "../recipes/schemas/recipe-schema.ts";
import type { Evidence } from "../studies/gate/evidence.ts";
import type { GateOptions } from "../studies/gate/gate.ts";
import type { DryRunOptions, DryRunReport } from "../train/dry-run/dry-run.ts";
import type { answerPrecision } from "../train/prepare/answer-precision.ts";
import type { engineOf } from "../train/prepare/engine-of.ts";
import type { ResumeOptions } from "../train/run/resume-run.ts";
import type { RunRecipeOptions } from "../train/run/run-by.ts";
import type { RunOutcome } from "../train/run/run-options.ts";

export interface DecoderRequest {
	/** A model folder. */
	readonly model: string;
	/** A PEFT folder with adapters for the model's linear layers, or null. */
	readonly adapter: string | null;
	/** Float32 if left out. */
	readonly precision?: "float32" | "int8";
	/** A CPU if left out. */
	readonly device?: Recipe["device"]["kind"];
	/** Most rows side by side; many if left out. */
	readonly rows?: number;
}

export interface RewardModelRequest {
	/** A model folder. */
	readonly model: string;
	/** The folder of a reward model that was trained on it. */
	readonly rewardModel: string;
	/** Positions that the longest answer may reach. */
	readonly length: number;
	/** Tokens that are read at once. */
	readonly tokens: number;
}

/** What commands need of the layers that load ONNX Runtime; brought in when a command asks for it. */
export interface Services {
	runRecipe(
		recipe: readonly Recipe[],
		options: RunRecipeOptions,
	): Promise<RunOutcome>;
	resumeRun(path: string, options: ResumeOptions): Promise<RunOutcome>;
	dryRun(
		recipe: ResolvedRecipe,
		options?: DryRunOptions,
	): Promise<DryRunReport>;
	readonly explain: typeof explain;
	readonly describeReward: typeof describeReward;
	openDecoder(request: DecoderRequest): Promise<Decoder>;
	readonly engineOf: typeof engineOf;
	readonly answerPrecision: typeof answerPrecision;
	/** Null if the signal aborted it. */
	gate(options: GateOptions): Promise<Evidence | null>;
	openRewardModel(request: RewardModelRequest): Promise<RewardReader>;
	/** Null if the signal aborted it. */
	runDiagnosis(
		plan: DiagnosisPlan,
		options: RunDiagnosisOptions,
	): Promise<Diagnosis | null>;
	evaluate(
		subject: Subject,
		tasks: readonly Task[],
		options: EvaluateOptions,
	): AsyncIterable<EvalEvent>;
	probe(
		subject: Subject,
		prepared: PreparedProbe,
		settings: ProbeSettings,
		options: RunProbeOptions,
	): AsyncIterable<ProbeEvent>;
}
