import { rungsOfArm } from "./halving.ts";
import type { Decision, PilotPlan } from "./pilot-state.ts";

type RungsPlan = Pick<PilotPlan, "arms" | "halving">;

/**
 * The learning rates of an arm's earlier stages as other arms chose them, in the order of the stages: `waiting` before all
 * are settled, `failed` if no rate of a stage could be trained. Empty for an arm that waits for none.
 */
export function earlierRates(
	{ after = [] }: { readonly after?: readonly string[] },
	plan: RungsPlan,
	decisions: readonly Decision[],
): readonly number[] | "waiting" | "failed" {
	const rates: number[] = [];
	for (const slug of after) {
		const rate = chosenRate(slug, plan, decisions);
		if (rate === "waiting" || rate === "failed") return rate;
		rates.push(rate);
	}
	return rates;
}

/** The rates of an arm's earlier stages; null if none were chosen for it. */
export function earlierOf(
	slug: string,
	plan: RungsPlan,
	decisions: readonly Decision[],
): readonly number[] | null {
	const arm = plan.arms.find((one) => one.slug === slug);
	const rates = arm?.after && earlierRates(arm, plan, decisions);
	return rates === undefined || typeof rates === "string" ? null : rates;
}

/** The rate that an arm's last rung chose; its only one if it has no rungs. */
function chosenRate(
	slug: string,
	plan: RungsPlan,
	decisions: readonly Decision[],
): number | "waiting" | "failed" {
	const rungs = rungsOfArm({ slug }, plan);
	const [only] = plan.arms.find((arm) => arm.slug === slug)?.rates ?? [];
	if (rungs.length === 0) return only ?? "failed";
	const made = decisions.filter(
		(one) => one.kind === "rung" && one.arm === slug,
	);
	const last = made.at(-1);
	if (last?.kind !== "rung") return "waiting";
	const [best] = last.kept;
	if (best === undefined) return "failed";
	return made.length < rungs.length ? "waiting" : best;
}
