import { earlierRates } from "./chosen-rates.ts";
import { runJob, runName } from "./job.ts";
import type { PilotPlan, PilotState } from "./pilot-state.ts";

/**
 * Folders inside `runs/` whose checkpoints nothing will read again: runs that were measured at their end, learning rates
 * that do not continue, all of a stage whose rate is chosen, and runs of arms that another arm dominates. Runs that failed are not among them: they may be tried again.
 */
export function spentRuns(
	plan: PilotPlan,
	{ done, decisions }: PilotState,
): string[] {
	const { arms, seeds } = plan;
	const [first = 0] = seeds;
	const outdone = new Set(
		decisions.flatMap((one) =>
			one.kind === "arms" || one.kind === "betas"
				? one.left.map(({ arm }) => arm)
				: [],
		),
	);
	return arms.flatMap(({ slug, rates, tunesOnly }) => {
		const settled =
			tunesOnly &&
			typeof earlierRates({ after: [slug] }, plan, decisions) !== "string";
		const rungs = decisions.filter(
			(one) => one.kind === "rung" && one.arm === slug && one.kept.length > 0,
		);
		const dropped = (rate: number) =>
			settled ||
			outdone.has(slug) ||
			rungs.some((one) => one.kind === "rung" && !one.kept.includes(rate));
		return rates.flatMap((rate) => [
			...(dropped(rate) ? [runName(slug, rate, first)] : []),
			...seeds
				.map((seed) => runJob(slug, rate, seed, 1, "test"))
				.filter(({ id }) => done.has(id))
				.map(({ run }) => run),
		]);
	});
}
