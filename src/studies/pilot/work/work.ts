import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { TemperError } from "../../../core/error.ts";
import type { EvalResult } from "../../../eval/eval-result.ts";
import { type Subject, subjectOf } from "../../../eval/model/subject.ts";
import { writeError } from "../../../formats/file-error.ts";
import { writeJsonFile } from "../../../formats/json/json-file.ts";
import type { ResolvedRecipe } from "../../../recipes/resolve/resolve-recipe.ts";
import { holdsTemplates } from "../../../text/template/kept-templates.ts";
import { writeCheckpointOutcome } from "../../../train/watch/checkpoint-outcome.ts";
import { evaluateWhole } from "../../measures/evaluate-whole.ts";
import { readResult } from "../../measures/read-result.ts";
import type { ArmSpeed } from "../plan/timing.ts";
import { measureSpeed } from "./measure-speed.ts";
import { trainUntil } from "./train-until.ts";
import type {
	BaseRequest,
	RunRequest,
	WorkProgress,
	WorkRequest,
	WorkTime,
} from "./work-request.ts";

export interface WorkOptions {
	readonly signal: AbortSignal;
	readonly onProgress: (progress: WorkProgress) => void;
}

export type Worked =
	| { readonly outcome: "done"; readonly time: WorkTime | null }
	| { readonly outcome: "stopped" };

/**
 * Does one job of a pilot, in this process; what it measured stands in its file when this returns `done`. Throws what
 * training and evaluation throw.
 */
export async function work(
	request: WorkRequest,
	options: WorkOptions,
): Promise<Worked> {
	const made = await resultOf(request, options);
	if (made === null) return { outcome: "stopped" };
	try {
		await mkdir(dirname(request.out), { recursive: true });
	} catch (error) {
		throw writeError(error, request.out);
	}
	await writeJsonFile(request.out, made.result);
	return { outcome: "done", time: made.time };
}

interface Made {
	readonly result: EvalResult | ArmSpeed;
	readonly time: WorkTime | null;
}

function timeless(result: Made["result"] | null): Made | null {
	return result && { result, time: null };
}

async function resultOf(
	request: WorkRequest,
	options: WorkOptions,
): Promise<Made | null> {
	switch (request.kind) {
		case "base":
			return timeless(await measureBase(request, options));
		case "speed":
			return timeless(await measureSpeed(request));
		case "run":
			return trainAndMeasure(request, options);
		default:
			return request satisfies never;
	}
}

async function measureBase(
	{ model, tasks, device, template }: BaseRequest,
	options: WorkOptions,
): Promise<EvalResult | null> {
	const subject = {
		...{ name: "base", model, adapter: null, base: null },
		template,
	};
	return measure(subject, { tasks, device, base: null }, options);
}

async function trainAndMeasure(
	request: RunRequest,
	options: WorkOptions,
): Promise<Made | null> {
	const { recipe, inputs, until } = request;
	const trained = await trainUntil({ recipe, inputs, until, ...options });
	if (trained.state === "stopped") return null;
	const began = performance.now();
	const result = await measureTrained(trained, request, options);
	const measuring = (performance.now() - began) / 1000;
	return result && { result, time: { ...trained.time, measuring } };
}

async function measureTrained(
	{ state, recipe }: Awaited<ReturnType<typeof trainUntil>>,
	request: RunRequest,
	options: WorkOptions,
): Promise<EvalResult | null> {
	const { out } = recipe;
	if (state === "finished")
		return measure(await finished(out), request, options);
	const folder = await mkdtemp(join(tmpdir(), "temper-pilot-"));
	try {
		return await measure(await paused(recipe, folder), request, options);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function finished(run: string): Promise<Subject> {
	return subjectOf({ run });
}

/** The model of a run that was stopped half-way, as its newest checkpoint has it. */
async function paused(
	recipe: ResolvedRecipe,
	folder: string,
): Promise<Subject> {
	const { model, base, out: name } = recipe;
	const kind = await writeCheckpointOutcome(name, recipe, folder);
	const made = join(folder, kind);
	switch (kind) {
		case "adapter":
			return {
				...{ name, model, adapter: made, base },
				template: holdsTemplates(made) ? { folder: made } : {},
			};
		case "model":
			return {
				...{ name, model: made, adapter: null, base },
				template: { folder: made },
			};
		case "reward-model":
			throw new TemperError("recipe", {
				where: `${name}: objective`,
				expected: "an objective that trains a policy",
				found: recipe.objective.kind,
			});
		default:
			return kind satisfies never;
	}
}

async function measure(
	subject: Subject,
	request: Pick<RunRequest, "tasks" | "device" | "base">,
	{ signal, onProgress }: WorkOptions,
): Promise<EvalResult | null> {
	const { tasks, device } = request;
	const base = request.base === null ? null : await readResult(request.base);
	return evaluateWhole(
		subject,
		tasks,
		{ device, base, signal },
		({ task, done, items }) =>
			onProgress({
				phase: "measuring",
				share: items === 0 ? 0 : done / items,
				place: task,
				nll: null,
			}),
	);
}
