import type { Engine, EngineFacts } from "../engine/engine.ts";
import type { MicroBatchResult } from "../engine/step.ts";
import type { ResolvedRecipe } from "../recipes/resolve/resolve-recipe.ts";
import type { Cadence } from "../recipes/schemas/recipe-schema.ts";
import type { SavedCheckpoint } from "../runs/checkpoint.ts";
import { readEvents } from "../runs/event-log.ts";
import type {
	Json,
	ResultName,
	RunEvent,
	StartEvent,
	StepEvent,
} from "../runs/events.ts";
import { countKept } from "../runs/folder/round-folder.ts";
import type { RunFolder } from "../runs/folder/run-folder.ts";
import { describeMachine, describeVersions } from "../runs/machine.ts";
import { acrossFaults, faultNote } from "./across-faults.ts";
import { coldStart } from "./cold-start/cold-start.ts";
import { withOutcome, writeOutcome } from "./outcome.ts";
import { prepare } from "./prepare/prepare.ts";
import type { OpenRoundScorer } from "./rounds/round-scorer.ts";
import { RoundWatch } from "./rounds/round-watch.ts";
import { Training } from "./training.ts";
import { Clock } from "./watch/clock.ts";
import { DisplacementAlarm } from "./watch/displacement.ts";
import { takeFirstStep } from "./watch/first-step.ts";
import { brokenNote, gradientNote, stillNote } from "./watch/hardly-moved.ts";
import { summarise } from "./watch/monitors.ts";
import { summarisePairs } from "./watch/pair-monitors.ts";
import { sayCheckpoint } from "./watch/say-checkpoint.ts";

export interface TrainOptions {
	/** Stops after the step in hand and saves. */
	readonly signal: AbortSignal;
	readonly runFolder: RunFolder;
	/** Opens what scores the policy in the tasks that the recipe watches; a recipe that names some is refused without it. */
	readonly openScorer?: OpenRoundScorer | undefined;
	/** What computes; by default the engine that the recipe asks for. */
	readonly engine?: Engine | undefined;
}

/**
 * The one loop, for every objective. Yields everything that happens and prints nothing; the caller writes each event to
 * the run's log before asking for the next. Continues from the run folder's newest checkpoint if there is one, and from
 * there again if the engine's processes are lost on the way.
 * Throws `data`, `weights`, `recipe`, `device` and `disk`; a failed save stops the run.
 */
export async function* train(
	recipe: ResolvedRecipe,
	options: TrainOptions,
): AsyncGenerator<RunEvent> {
	const attempt = (why: string | null) => trainOnce(recipe, options, why);
	const { signal, runFolder } = options;
	yield* acrossFaults(attempt, signal, () => countKept(runFolder.path));
}

/** The loop with one session of the engine. `why`: what happened to the session before; null for the first. */
async function* trainOnce(
	recipe: ResolvedRecipe,
	options: TrainOptions,
	why: string | null,
): AsyncGenerator<RunEvent> {
	const { signal, runFolder, engine } = options;
	const saved = await runFolder.rewind();
	const begun = saved && runFolder.path;
	const prepared = await prepare(recipe, engine, begun);
	const training = await Training.create(prepared, runFolder, signal);
	yield* loop(training, saved, options, why);
}

async function* loop(
	training: Training,
	saved: SavedCheckpoint | null,
	{ signal, runFolder, openScorer }: TrainOptions,
	why: string | null,
): AsyncGenerator<RunEvent> {
	const { prepared, session } = training.stage;
	const { recipe } = prepared;
	const { source, learner } = training;
	const { steps, objective } = prepared;
	const clock = new Clock(
		secondsOf(saved?.state ?? null),
		training.stage.session,
	);
	const alarm = new DisplacementAlarm();
	const watch = await openWatch(training, openScorer);
	let alarmed = false;
	let evaluated: number | null = null;
	let score = saved?.score ?? null;
	let step = saved?.step ?? 0;
	let kept = saved?.step ?? null;
	let lastStep: Parameters<typeof brokenNote>[0] = null;
	let lastEvaluation: Parameters<typeof stillNote>[0] = null;
	try {
		if (saved) {
			await training.restore(saved);
			await runFolder.prune(recipe.keep);
			training.leash?.restore(leashOf(saved.state));
			for (const event of await readEvents(runFolder.log.path)) {
				if (event.kind === "step") alarm.push(event);
				watch.remember(event);
			}
			if (why !== null)
				yield { kind: "note", step, text: faultNote(why, step) };
		} else {
			yield {
				kind: "start",
				recipe: recipe as unknown as Json,
				// Without the ways to find them: these differ between equal runs in two folders.
				inputs: runFolder.manifest.inputs.map(({ path, bytes, sha256 }) => ({
					...{ path, bytes, sha256 },
				})),
				versions: describeVersions(),
				machine: describeMachine(),
				...(prepared.rounding && { rounding: prepared.rounding }),
				...engineFields(prepared.engine, session.facts),
			};
			for (const text of prepared.notes) yield { kind: "note", step: 0, text };
			if (why !== null)
				yield { kind: "note", step: 0, text: faultNote(why, null) };
			const readiness = await coldStart(training.stage);
			if (readiness) yield readiness;
			if (recipe.evaluate !== "never") yield* evaluate();
		}
		if (saved && isDue(recipe.save, step, steps)) yield checkpointEvent();
		while (!isOver() && !signal.aborted) {
			const round = source.roundBegun(step);
			if (round !== null) await save();
			yield* remembered(source.open(step));
			if (round !== null) yield* heed(watch.beginRound(round, step));
			if (signal.aborted) break;
			if (isOver()) {
				const due = isDue(recipe.evaluate, step, step);
				if (due && evaluated !== step) yield* evaluate();
				break;
			}
			yield* takeStep();
			yield* remembered(source.close(step - 1));
			const { leash } = training;
			if (leash) yield* leash.afterStep(step, learner);
			const last = isOver() ? step : steps;
			if (isDue(recipe.evaluate, step, last)) yield* evaluate();
			if (!isDue(recipe.save, step, last)) continue;
			await save();
			yield checkpointEvent();
		}
		const scored = isOver() && (yield* watch.finish(step));
		if (!scored) {
			await save();
			yield end("interrupted", null);
			return;
		}
		const note =
			stillNote(lastEvaluation) ?? brokenNote(lastStep, lastEvaluation);
		if (note !== null) yield { kind: "note", step, text: note };
		await training.writeRewards(runFolder);
		const { closing } = prepared.tokenizer;
		const result = await withOutcome(learner, runFolder.path, (trained) =>
			writeOutcome(runFolder, prepared, trained, closing),
		);
		yield end("finished", result);
	} catch (error) {
		throw sayCheckpoint(error, kept);
	} finally {
		await watch.dispose();
		await training.dispose();
	}

	function isOver(): boolean {
		return alarmed || step >= steps || (training.leash?.stopped ?? false);
	}

	/** Passes on what a source says of its rounds. */
	async function* remembered(
		events: AsyncIterable<RunEvent>,
	): AsyncGenerator<RunEvent> {
		for await (const event of events) {
			watch.remember(event);
			yield event;
		}
	}

	/** Passes events on; an alarm among them ends the run if the recipe says so. */
	async function* heed(
		events: AsyncIterable<RunEvent> | Iterable<RunEvent>,
	): AsyncGenerator<RunEvent> {
		for await (const event of events) {
			yield event;
			if (event.kind !== "alarm" || alarmed) continue;
			alarmed = recipe.watch.onAlarm === "stop";
			if (alarmed)
				yield {
					kind: "note",
					step,
					text: `The run ends here because of the alarm (watch.onAlarm: stop). Its result is the policy at step ${step}; \`keep\` decides which earlier checkpoints are left.`,
				};
		}
	}

	async function* takeStep(): AsyncGenerator<RunEvent> {
		clock.startStep();
		const rows = source.rows(step);
		const plan = await training.plan(rows, step);
		const { results, norm, heldKl, units } =
			step === 0
				? await takeFirstStep(training.stage, plan)
				: { ...(await learner.step(plan)), units: null };
		step++;
		const { sum, weight } = totals(results);
		const summary = summarise(results);
		const event: StepEvent = {
			kind: "step",
			step,
			epoch: rows.epoch,
			loss: sum / weight,
			...{ nll: summary.nll, gradNorm: norm },
			learningRate: plan.learningRate,
			tokens: summary.tokens,
			supervisedTokens: summary.supervisedTokens,
			monitors: summary.monitors,
			pairs: objective.needs.pairs ? summarisePairs(results) : null,
			own: { ...summary.own, ...(heldKl !== null && { heldKl }) },
			cost: clock.endStep(summary.tokens),
		};
		lastStep = event;
		yield event;
		if (units) yield units;
		const still = step === 1 ? gradientNote(event, units) : null;
		if (still !== null) yield { kind: "note", step, text: still };
		const raised = alarm.push(event);
		if (raised) yield* heed([raised]);
	}

	async function* evaluate(): AsyncGenerator<RunEvent> {
		const { answers: rows, ...evaluation } = await training.evaluate();
		if (step === 0 && rows.length > 0) yield { kind: "answers", step, rows };
		score = evaluation.nll?.value ?? null;
		evaluated = step;
		lastEvaluation = step === 0 ? null : evaluation;
		yield { kind: "evaluation", step, ...evaluation, cost: clock.cost() };
	}

	async function save(): Promise<void> {
		if (kept === step) return;
		const leash = training.leash?.state ?? null;
		const state = { seconds: clock.seconds, leash };
		const checkpoint = { step, score, state, ...(await training.state()) };
		await runFolder.save(checkpoint, recipe.keep);
		kept = step;
	}

	function checkpointEvent(): RunEvent {
		const path = `checkpoints/step-${step}`;
		return { kind: "checkpoint", step, path, cost: clock.cost() };
	}

	function end(
		reason: "finished" | "interrupted",
		result: ResultName | null,
	): RunEvent {
		return {
			kind: "end",
			step,
			reason,
			result,
			error: null,
			cost: clock.cost(),
		};
	}
}

/** What the start of a run says of an engine that computes in processes of its own. */
function engineFields(
	{ name }: Engine,
	{ device, processes, versions }: EngineFacts,
): Pick<StartEvent, "engine"> {
	return versions === null
		? {}
		: { engine: { name, device, processes, versions } };
}

async function openWatch(
	training: Training,
	openScorer: OpenRoundScorer | undefined,
): Promise<RoundWatch> {
	try {
		return await RoundWatch.open(training.stage, openScorer);
	} catch (error) {
		await training.dispose();
		throw error;
	}
}

/** Whether something with this cadence happens after a step. */
export function isDue(cadence: Cadence, step: number, steps: number): boolean {
	if (cadence === "never" || step === 0) return false;
	if (step === steps) return true;
	return cadence !== "end" && step % cadence.every === 0;
}

function totals(results: readonly MicroBatchResult[]) {
	return results.reduce(
		(total, { sum, weight }) => ({
			sum: total.sum + sum,
			weight: total.weight + weight,
		}),
		{ sum: 0, weight: 0 },
	);
}

function leashOf(state: Json): Json {
	return (state as { leash?: Json } | null)?.leash ?? null;
}

function secondsOf(state: Json): number {
	const seconds = (state as { seconds?: unknown } | null)?.seconds;
	return typeof seconds === "number" ? seconds : 0;
}
