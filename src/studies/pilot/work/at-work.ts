import type { Job } from "../plan/job.ts";
import type { Busy } from "../plan/timing.ts";
import type { WorkProgress } from "./work-request.ts";

interface Begun {
	readonly job: Job;
	readonly at: number;
	first: { readonly at: number; readonly share: number } | null;
	last: { readonly at: number; readonly share: number } | null;
	measuringSince: number | null;
}

/** What the jobs at work have told of how far they are. Times are in seconds, of any clock. */
export class AtWork {
	readonly #jobs = new Map<string, Begun>();

	begin(job: Job, at: number): void {
		const nothing = { first: null, last: null, measuringSince: null };
		this.#jobs.set(job.id, { job, at, ...nothing });
	}

	hear({ id }: Job, { phase, share }: WorkProgress, at: number): void {
		const begun = this.#jobs.get(id);
		if (begun === undefined) return;
		if (phase === "measuring") {
			begun.measuringSince ??= at;
			return;
		}
		begun.last = { at, share };
		begun.first ??= begun.last;
	}

	end({ id }: Job): void {
		this.#jobs.delete(id);
	}

	busy(now: number): ReadonlyMap<string, Busy> {
		return new Map(
			[...this.#jobs].map(([id, begun]) => {
				const { job, at, first, last, measuringSince } = begun;
				const trained = {
					seconds: (last?.at ?? 0) - (first?.at ?? 0),
					share: (last?.share ?? 0) - (first?.share ?? 0),
				};
				const busy = {
					...{ job, trained, seconds: now - at },
					share: last?.share ?? null,
					measuring: measuringSince === null ? null : now - measuringSince,
				};
				return [id, busy];
			}),
		);
	}
}
