import { byScore, keptAt } from "./halving.ts";
import type { Decision, PilotPlan } from "./pilot-state.ts";
import type { Tried } from "./tried.ts";

type BetasDecision = Extract<Decision, { kind: "betas" }>;

/** Arms that a family left at a rung, by slug; null before that is settled. */
export function leftOfFamily(
	{ family, rung }: Pick<BetasDecision, "family" | "rung">,
	decisions: readonly Decision[],
): readonly string[] | null {
	const made = decisions.find(
		(one): one is BetasDecision =>
			one.kind === "betas" && one.family === family && one.rung === rung,
	);
	return made?.left.map(({ arm }) => arm) ?? null;
}

/**
 * Halves the betas of an arm as its learning rates are: once every beta that is left has chosen rates at a rung, each stands
 * there with the score of its best rate, and the better half continues. A tie goes to the lower held-out NLL, then to the
 * beta that is listed first.
 */
export function betasDue(
	{ arms, halving }: Pick<PilotPlan, "arms" | "halving">,
	decisions: readonly Decision[],
): BetasDecision[] {
	const families = new Set(arms.flatMap(({ family }) => family ?? []));
	return [...families].flatMap((family) => {
		const made = decisions.filter(
			(one) => one.kind === "betas" && one.family === family,
		) as BetasDecision[];
		const rung = made.length;
		const gone = new Set(
			made.flatMap(({ left }) => left.map(({ arm }) => arm)),
		);
		const all = arms.filter((arm) => arm.family === family);
		const here = all
			.filter(({ slug }) => !gone.has(slug))
			.map(({ slug }) => ({ slug, best: bestAt(slug, rung, decisions) }));
		if (here.some(({ best }) => best === null)) return [];
		const scored = here.filter(({ best }) => best !== "failed");
		const order = scored
			.toSorted((a, b) => byScore(a.best as Tried, b.best as Tried))
			.map(({ slug }) => slug);
		const keep = halving === "never" ? 1 : keptAt(all.length, rung);
		const on = order.slice(0, keep);
		const [by] = on;
		const left = here.filter(({ slug }) => !on.includes(slug));
		return [
			{
				...{ kind: "betas" as const, family, rung },
				left:
					by === undefined ? [] : left.map(({ slug }) => ({ arm: slug, by })),
			},
		];
	});
}

/** What the best rate of an arm got at a rung; null before that is settled. */
function bestAt(
	arm: string,
	rung: number,
	decisions: readonly Decision[],
): Tried | "failed" | null {
	for (const one of decisions) {
		if (one.kind !== "rung" || one.arm !== arm || one.rung !== rung) continue;
		const best = one.tried.find((t) => t.learningRate === one.kept[0]);
		return best ?? "failed";
	}
	return null;
}
