import { describeSubject } from "../../../eval/evaluate.ts";
import {
	type MeasuringEngineOptions,
	measuringEngine,
} from "../../../eval/model/measuring-engine.ts";
import { ModelResponder } from "../../../eval/model/model-responder.ts";
import type { Subject } from "../../../eval/model/subject.ts";
import type { Responder } from "../../../eval/responder.ts";
import { lockFolder } from "../../../runs/folder/lock.ts";
import { describeVersions } from "../../../runs/machine.ts";
import { judgeItems } from "../analysis/judge-items.ts";
import type { ProbeResult } from "../probe-result.ts";
import {
	type MeasureEvent,
	type Measuring,
	measureTask,
} from "./measure-tasks.ts";
import type { PreparedProbe } from "./prepare-probe.ts";
import {
	type ProbeTaskKind,
	requireProbeFolder,
	taskFile,
	writeProbeResult,
	writeProbeTasks,
} from "./probe-files.ts";
import { type MeasuredProbe, probeResult } from "./probe-result-of.ts";
import type { ProbeSettings } from "./probe-settings.ts";

export interface RunProbeOptions extends MeasuringEngineOptions {
	/** Exists. */
	readonly folder: string;
	/** If it aborts, the events end without a result. */
	readonly signal?: AbortSignal;
	/** Answers in place of the model, in tests. */
	readonly responder?: Responder;
}

export type ProbeEvent =
	| MeasureEvent
	| { readonly kind: "end"; readonly result: ProbeResult };

/**
 * Asks a model the questions of a prepared probe, as letters and by likelihood, with and without examples, and says what it
 * knows. Finished tasks are kept in the folder and used again by a later call with the same questions and model. Throws
 * `data`, `weights`, `device` and `disk`.
 */
export async function* runProbe(
	subject: Subject,
	prepared: PreparedProbe,
	settings: ProbeSettings,
	options: RunProbeOptions,
): AsyncGenerator<ProbeEvent, void, undefined> {
	const began = performance.now();
	const { folder, signal = null } = options;
	await requireProbeFolder(folder);
	const lease = await lockFolder(folder);
	let responder: Responder | null = null;
	try {
		const described = await describeSubject(subject);
		await writeProbeTasks(folder, prepared, settings);
		responder =
			options.responder ?? (await openResponder(subject, options, signal));
		const measuring: Measuring = {
			...{ folder, responder, shots: prepared.shots, signal },
			owner: {
				subject: described,
				temper: describeVersions().temper,
				template: subject.template ?? null,
				engine: measuringEngine(options).name,
			},
		};
		const measured = yield* measureAll(measuring, settings);
		if (measured === null) return;
		const result = await probeResult(
			{ prepared, settings, subject: described },
			measured,
			began,
		);
		await writeProbeResult(folder, result);
		yield { kind: "end", result };
	} finally {
		await responder?.dispose();
		await lease.release();
	}
}

function openResponder(
	subject: Subject,
	options: MeasuringEngineOptions,
	signal: AbortSignal | null,
): Promise<Responder> {
	return ModelResponder.open(subject, {
		...{ ...options, batchRows: 16, tokens: 2048, signal },
	});
}

async function* measureAll(
	measuring: Measuring,
	{ judge }: ProbeSettings,
): AsyncGenerator<MeasureEvent, MeasuredProbe | null, undefined> {
	const letter = yield* measureTask(taskFile("letter", false), measuring);
	if (letter === null) return null;
	const likelihood = yield* measureTask(
		taskFile("likelihood", false),
		measuring,
	);
	if (likelihood === null) return null;
	const results = { letter: [letter], likelihood: [likelihood] };
	const judgement = judgeItems(results, judge);
	const kind: ProbeTaskKind =
		judgement.method === "letter" ? "letter" : "likelihood";
	const zeroShot =
		measuring.shots === 0
			? { letter, likelihood }[kind]
			: yield* measureTask(taskFile(kind, true), measuring);
	return zeroShot === null ? null : { results, judgement, zeroShot };
}
