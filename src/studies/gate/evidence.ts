import { createHash } from "node:crypto";
import { compareConsistency } from "../../eval/compare/consistency.ts";
import type {
	ConsistencyComparison,
	EvalResult,
	TaskResult,
} from "../../eval/eval-result.ts";
import type { Json } from "../../runs/events.ts";
import type { InputHash } from "../../runs/folder/inputs.ts";
import type { RunManifest } from "../../runs/folder/run-manifest.ts";
import {
	describeMachine,
	describeVersions,
	type Machine,
	type Versions,
} from "../../runs/machine.ts";
import type { Estimate } from "../../stats/estimate.ts";
import type { GateRule, GateVerdict, Measured } from "./decide.ts";
import { conditionSentence, verdictSentence } from "./sentences.ts";

/** One task, as both got it. */
export interface TaskEvidence {
	readonly name: string;
	readonly version: string;
	readonly axis: TaskResult["axis"];
	readonly unit: string;
	readonly better: "higher" | "lower";
	readonly hash: string;
	readonly inputs: readonly InputHash[];
	readonly base: Estimate | null;
	readonly tuned: Estimate | null;
	/**
	 * The run less the base, paired by question, with its two-sided 95% interval: what an evaluation of both has. The
	 * one-sided bounds that decide are in the conditions of the verdict.
	 */
	readonly difference: Estimate | null;
	/** Agreement of answers to one question, of the base and of the run; null if every question was asked once. */
	readonly consistency: ConsistencyComparison | null;
	readonly noise: number;
	readonly questions: number;
	/** Items without a score, of the base and of the run. */
	readonly unscored: { readonly base: number; readonly tuned: number };
	/** How far the run moved, if the task measures it. */
	readonly deviation: TaskResult["deviation"];
}

/** Everything on which a verdict is based: enough to check it, and to confirm that it is about this model. */
export interface Evidence {
	readonly version: 1;
	/** ISO time. */
	readonly created: string;
	readonly verdict: GateVerdict;
	/** The verdict and each of its conditions, in words. */
	readonly sentences: readonly string[];
	/** What else a reader should know. */
	readonly notes: readonly string[];
	readonly rule: GateRule;
	readonly run: {
		readonly path: string;
		readonly seed: number;
		readonly recipe: Json;
		readonly recipeHash: string;
		/** What it was trained from: model and data. */
		readonly inputs: readonly InputHash[];
		/** What it made. */
		readonly model: readonly InputHash[];
	};
	readonly base: readonly InputHash[];
	readonly tasks: readonly TaskEvidence[];
	readonly versions: Versions;
	readonly machine: Machine;
}

export interface EvidenceParts {
	readonly path: string;
	readonly manifest: RunManifest;
	readonly base: EvalResult;
	readonly tuned: EvalResult;
	readonly measured: readonly Measured[];
	readonly rule: GateRule;
	readonly verdict: GateVerdict;
	readonly notes: readonly string[];
}

export function evidenceOf(parts: EvidenceParts): Evidence {
	const { path, manifest, base, tuned, measured, rule, verdict, notes } = parts;
	const { recipe, seed, inputs } = manifest;
	const byAxis = new Map(measured.map((one) => [one.axis.name, one]));
	return {
		version: 1,
		created: new Date().toISOString(),
		verdict,
		sentences: [
			verdictSentence(verdict),
			...verdict.conditions.map((one) => conditionSentence(one, rule.alpha)),
		],
		notes,
		rule,
		run: {
			...{ path, seed, recipe, inputs },
			recipeHash: createHash("sha256")
				.update(JSON.stringify(recipe))
				.digest("hex"),
			model: tuned.subject.inputs,
		},
		base: base.subject.inputs,
		tasks: tuned.tasks.flatMap((task) => {
			const before = base.tasks.find(({ name }) => name === task.name);
			return before ? [taskEvidence(before, task, byAxis.get(task.name))] : [];
		}),
		versions: describeVersions(),
		machine: describeMachine(),
	};
}

function taskEvidence(
	base: TaskResult,
	tuned: TaskResult,
	measured: Measured | undefined,
): TaskEvidence {
	const { name, version, axis, unit, better, hash, inputs, deviation } = tuned;
	const difference = measured?.difference ?? null;
	return {
		...{ name, version, axis, unit, better, hash, inputs, deviation },
		base: base.value,
		tuned: tuned.value,
		difference: difference && {
			value: difference.value,
			low: difference.low,
			high: difference.high,
		},
		consistency: compareConsistency(base, tuned),
		noise: measured?.axis.noise ?? 0,
		questions: difference?.questions ?? 0,
		unscored: { base: base.failures, tuned: tuned.failures },
	};
}
