import type { Worker } from "node:worker_threads";
import { TemperError } from "../../core/error.ts";
import { startWorker } from "../../core/start-worker.ts";
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

/** What a thread says first. Then it says one outcome to each answer. */
export type Readiness =
	| { readonly kind: "ready" }
	| {
			readonly kind: "refused";
			readonly where: string;
			readonly expected: string;
			readonly found: string;
	  };

interface Stopped {
	readonly kind: "stopped";
	readonly found: string;
}

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
	#worker: Worker | null = null;
	#waiting: ((reply: Readiness | Outcome | Stopped) => void) | null = null;
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
		await this.#stop(closed);
	}

	async #call(answer: AnswerToJudge): Promise<number> {
		if (this.#disposed) return scoreOf(this.name, answer, fault(closed));
		const worker = this.#worker ?? (await this.#start());
		const reply = await this.#exchange<Outcome>(this.#limits.call, () =>
			worker.postMessage({ ...answer, row: plainRow(answer.row) }),
		);
		const outcome = reply.kind === "stopped" ? fault(reply.found) : reply;
		return scoreOf(this.name, answer, outcome);
	}

	/** Throws `recipe`. */
	async #start(): Promise<Worker> {
		const worker = startWorker("reward-worker", import.meta.url, {
			workerData: this.#task,
			resourceLimits: { maxOldGenerationSizeMb: this.#limits.heap },
		});
		this.#worker = worker;
		const ended = (found: string) => {
			if (this.#worker !== worker) return;
			this.#worker = null;
			this.#waiting?.({ kind: "stopped", found });
		};
		worker.on("message", (reply: Readiness | Outcome) => {
			if (this.#worker === worker) this.#waiting?.(reply);
		});
		worker.on("error", (error) => ended(`the error ${errorLine(error)}`));
		worker.on("exit", () => ended("that it ended its thread"));
		worker.unref();
		const reply = await this.#exchange<Readiness>(this.#limits.start);
		if (reply.kind === "ready") return worker;
		await this.#stop(closed);
		const { where, expected, found } =
			reply.kind === "refused" ? reply : { ...unready, ...reply };
		throw new TemperError("recipe", {
			where: [`reward ${this.name}`, where].filter((part) => part).join(", "),
			expected,
			found,
		});
	}

	/** The thread's next reply. One that says nothing for so many milliseconds is stopped. */
	async #exchange<Reply extends Readiness | Outcome>(
		milliseconds: number,
		send: () => void = () => {},
	): Promise<Reply | Stopped> {
		const reply = await new Promise<Reply | Stopped>((resolve) => {
			const callOff = limitTime(milliseconds, () =>
				this.#stop(`nothing within ${seconds(milliseconds)}`),
			);
			this.#waiting = (reply) => {
				callOff();
				resolve(reply as Reply | Stopped);
			};
			try {
				send();
			} catch (error) {
				this.#waiting({
					kind: "stopped",
					found: `the error ${errorLine(error)}`,
				});
			}
		});
		this.#waiting = null;
		return reply;
	}

	async #stop(found: string): Promise<void> {
		const worker = this.#worker;
		this.#worker = null;
		this.#waiting?.({ kind: "stopped", found });
		await worker?.terminate();
	}
}
