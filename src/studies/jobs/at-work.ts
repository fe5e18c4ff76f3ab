import type { JobProgress } from "./job-request.ts";

/** How far a job is that is under way. */
export interface Busy<Job> {
	readonly job: Job;
	/** Since its worker was started. */
	readonly seconds: number;
	/** Share of the run's steps that is done; null before the first step of the job. */
	readonly share: number | null;
	/** What was trained since the first step: seconds, and share of a whole run. */
	readonly trained: { readonly seconds: number; readonly share: number };
	/** Seconds since training ended and measuring began; null before. */
	readonly measuring: number | null;
}

interface Begun<Job> {
	readonly job: Job;
	readonly at: number;
	first: { readonly at: number; readonly share: number } | null;
	last: { readonly at: number; readonly share: number } | null;
	measuringSince: number | null;
}

/** How far the jobs under way are, by their own messages. Times are in seconds, of any clock. */
export class AtWork<Job extends { readonly id: string }> {
	readonly #jobs = new Map<string, Begun<Job>>();

	begin(job: Job, at: number): void {
		const nothing = { first: null, last: null, measuringSince: null };
		this.#jobs.set(job.id, { job, at, ...nothing });
	}

	hear({ id }: Job, { phase, share }: JobProgress, at: number): void {
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

	busy(now: number): ReadonlyMap<string, Busy<Job>> {
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
