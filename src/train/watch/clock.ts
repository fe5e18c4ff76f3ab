import type { EngineSession } from "../../engine/engine.ts";
import type { Cost } from "../../runs/events.ts";

/** Time and memory of a run, over all its sessions. */
export class Clock {
	readonly #began = performance.now();
	readonly #before: number;
	readonly #session: Pick<EngineSession, "facts">;
	#stepBegan = performance.now();
	#tokensPerSecond = 0;

	/** `before`: seconds that earlier sessions of the run took. `session`: what computes. */
	constructor(before: number, session: Pick<EngineSession, "facts">) {
		this.#before = before;
		this.#session = session;
	}

	get seconds(): number {
		return this.#before + (performance.now() - this.#began) / 1000;
	}

	startStep(): void {
		this.#stepBegan = performance.now();
	}

	endStep(tokens: number): Cost {
		const seconds = (performance.now() - this.#stepBegan) / 1000;
		this.#tokensPerSecond = tokens / seconds;
		return this.cost();
	}

	cost(): Cost {
		return {
			seconds: this.seconds,
			tokensPerSecond: this.#tokensPerSecond,
			memoryBytes: this.#session.facts.memoryBytes ?? process.memoryUsage.rss(),
		};
	}
}

/** What a part of a run cost, if no tokens went through it: the speed is 0. */
export function costOf(seconds: number, tokens = 0): Cost {
	return {
		seconds,
		tokensPerSecond: seconds > 0 ? tokens / seconds : 0,
		memoryBytes: process.memoryUsage.rss(),
	};
}
