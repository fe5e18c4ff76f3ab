import { TemperError } from "../../core/error.ts";
import { AnsweringThread } from "../../core/threads/answering-thread.ts";
import { startWorker } from "../../core/threads/start-worker.ts";
import { plainRow } from "../../formats/plain-row.ts";
import { fault, type Outcome, scoreOf } from "../outcome.ts";
import type { AnswerToJudge, RewardFunction } from "../reward.ts";
import type { JsonSchemaSpec, ModuleSpec, RegexSpec } from "../reward-spec.ts";
import { errorLine } from "./error-line.ts";
import { limitTime, seconds } from "./time-limit.ts";

/** The rewards that can loop without end. A schema has been read from its file. */
export type ThreadTask =
	| RegexSpec
	| ModuleSpec
	| (JsonSchemaSpec & { readonly schema: object });

export interface ThreadLimits {
	/** Milliseconds that one call may take. */
	readonly call: number;
	/** Milliseconds until the thread is ready. */
	readonly start: number;
	/** Size of its heap in megabytes. */
	readonly heap: number;
}

/** What a thread says to its start. */
export type Readiness =
	| { readonly kind: "ready" }
	| {
			readonly kind: "refused";
			readonly where: string;
			readonly expected: string;
			readonly found: string;
	  };

/** What a thread is asked: to start, for its readiness, then to judge answers, for an outcome each. */
export type RewardRequest = "start" | AnswerToJudge;

type Thread = AnsweringThread<RewardRequest>;

/** Why a thread says nothing more. */
class Stopped extends Error {}

const closed = "that it was closed";
const unready = { where: "", expected: "a reward that starts" };

export const usualLimits: ThreadLimits = {
	call: 10_000,
	start: 30_000,
	heap: 1024,
};

/**
 * A reward in a thread of its own, one call after the other. A call that outlasts its time, or ends the thread, costs
 * that thread; the next one gets another. The thread does not keep the process alive.
 */
export class RewardThread implements RewardFunction {
	readonly name: string;
	readonly #task: ThreadTask;
	readonly #limits: ThreadLimits;
	#thread: Thread | null = null;
	#turn: Promise<unknown> = Promise.resolve();
	#disposed = false;

	private constructor(name: string, task: ThreadTask, limits: ThreadLimits) {
		this.name = name;
		this.#task = task;
		this.#limits = limits;
	}

	/** Throws `recipe` if the reward cannot be made ready. */
	static async open(
		name: string,
		task: ThreadTask,
		limits: ThreadLimits = usualLimits,
	): Promise<RewardThread> {
		const thread = new RewardThread(name, task, limits);
		await thread.#start();
		return thread;
	}

	score(answer: AnswerToJudge): Promise<number> {
		const score = this.#turn.then(() => this.#call(answer));
		this.#turn = score.catch(() => {});
		return score;
	}

	/** Stops the thread; calls that wait for it fail. */
	async dispose(): Promise<void> {
		this.#disposed = true;
		await this.#thread?.stop(new Stopped(closed));
	}

	async #call(answer: AnswerToJudge): Promise<number> {
		if (this.#disposed) return scoreOf(this.name, answer, fault(closed));
		const thread =
			this.#thread?.end === null ? this.#thread : await this.#start();
		const request = { ...answer, row: plainRow(answer.row) };
		const outcome = await within<Outcome>(
			this.#limits.call,
			thread,
			request,
		).catch((error) => fault(foundOf(error)));
		return scoreOf(this.name, answer, outcome);
	}

	/** Throws `recipe`. */
	async #start(): Promise<Thread> {
		const worker = startWorker("reward-worker", import.meta.url, {
			workerData: this.#task,
			resourceLimits: { maxOldGenerationSizeMb: this.#limits.heap },
		});
		const thread: Thread = new AnsweringThread(worker, ended);
		this.#thread = thread;
		const { start } = this.#limits;
		const reply = await within<Readiness>(start, thread, "start").catch(
			(error) =>
				({ kind: "refused", ...unready, found: foundOf(error) }) as const,
		);
		if (reply.kind === "ready") return thread;
		await thread.stop();
		const { where, expected, found } = reply;
		throw new TemperError("recipe", {
			where: [`reward ${this.name}`, where].filter((part) => part).join(", "),
			expected,
			found,
		});
	}
}

/** The thread's answer. One that says nothing for so many milliseconds is stopped. */
async function within<Answer>(
	milliseconds: number,
	thread: Thread,
	request: RewardRequest,
): Promise<Answer> {
	const late = new Stopped(`nothing within ${seconds(milliseconds)}`);
	const callOff = limitTime(milliseconds, () => thread.stop(late));
	try {
		return await thread.ask(request);
	} finally {
		callOff();
	}
}

function ended(cause?: unknown): Stopped {
	const found =
		cause === undefined
			? "that it ended its thread"
			: `the error ${errorLine(cause)}`;
	return new Stopped(found);
}

function foundOf(error: unknown): string {
	return error instanceof Stopped
		? error.message
		: `the error ${errorLine(error)}`;
}
