import type { RunEvent, StepEvent } from "../../runs/events.ts";
import type {
	TrainedState,
	TrainingTime,
	TrainUntilOptions,
} from "./trained.ts";

type WatchOptions = Pick<TrainUntilOptions, "until" | "signal" | "onProgress">;

/** Follows the steps of a run, reports them, and stops the run when it has its share or the signal aborts. */
export class ShareWatch {
	readonly #options: WatchOptions;
	readonly #stop = new AbortController();
	readonly #abort = () => this.#stop.abort();
	#reached = 0;
	#first: { readonly at: number; readonly share: number } | null = null;
	#time: TrainingTime = { training: 0, share: 0 };

	constructor(options: WatchOptions) {
		this.#options = options;
		if (options.signal.aborted) this.#abort();
		options.signal.addEventListener("abort", this.#abort);
	}

	/** Aborts when the run is to be stopped. */
	get signal(): AbortSignal {
		return this.#stop.signal;
	}

	get time(): TrainingTime {
		return this.#time;
	}

	/** Of a run that was stopped. */
	get state(): Exclude<TrainedState, "finished"> {
		return this.#reached >= this.#options.until ? "paused" : "stopped";
	}

	/** A listener to a run's events. `shareOf`: the share of the run's steps that is done after a step. */
	listen(shareOf: (event: StepEvent) => number): (event: RunEvent) => void {
		return (event) => {
			if (event.kind === "step") this.#hear(event, shareOf(event));
		};
	}

	close(): void {
		this.#options.signal.removeEventListener("abort", this.#abort);
	}

	#hear({ step, nll }: StepEvent, share: number): void {
		const { until, onProgress } = this.#options;
		this.#reached = share;
		const at = performance.now() / 1000;
		this.#first ??= { at, share };
		this.#time = {
			training: at - this.#first.at,
			share: share - this.#first.share,
		};
		onProgress({ phase: "training", share, place: `step ${step}`, nll });
		if (share >= until && until < 1) this.#abort();
	}
}
