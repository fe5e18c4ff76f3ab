import type { Observation, Trial } from "../allocation.ts";
import { fitSurface } from "../surface/fit-surface.ts";
import type { Surface } from "../surface/surface.ts";
import { recommend } from "./recommend.ts";
import { spreadOut } from "./spread.ts";
import { startDesign } from "./start.ts";
import type { Question, Step, StopRule } from "./step.ts";
import { mostValuable } from "./value.ts";

/** Trials beyond the first design before which buying does not end because of an interval or of regret. */
const minimumBeyondStart = 4;

/**
 * What to train next: what is missing of the first design, then the trials that are worth most. While the shape is distrusted,
 * half of a batch goes to allocations far from those that were trained. The order of the observations has no influence.
 * `fitted` is the surface of these observations if it is known already; otherwise they are fitted.
 */
export function nextStep(
	observations: readonly Observation[],
	question: Question,
	fitted: Surface | null = null,
): Step {
	const tried = new Set(
		[...observations, ...(question.failed ?? [])].map(nameOf),
	);
	const open = question.seeds.flatMap((seed) =>
		question.candidates
			.map(({ demonstrations, pairs }) => ({ demonstrations, pairs, seed }))
			.filter((trial) => !tried.has(nameOf(trial))),
	);
	const { trials: limit } = question.stop;
	const count = Math.min(
		question.batch,
		limit === null ? Number.POSITIVE_INFINITY : limit - tried.size,
	);
	if (count <= 0) return { kind: "stop", why: "limit" };
	if (open.length === 0) return { kind: "stop", why: "exhausted" };
	const start = startDesign(question);
	const missing = start.filter((trial) => !tried.has(nameOf(trial)));
	if (missing.length > 0)
		return { kind: "buy", trials: missing.slice(0, count), why: "start" };
	const surface = fitted ?? fitSurface(observations);
	if (tried.size >= start.length + minimumBeyondStart) {
		const why = reached(surface, question);
		if (why !== null) return { kind: "stop", why };
	}
	const spread = surface.fit.distrusted
		? spreadOut(open, observations, Math.ceil(count / 2))
		: [];
	const spreadNames = new Set(spread.map(nameOf));
	const valuable = mostValuable(
		surface,
		question,
		open.filter((trial) => !spreadNames.has(nameOf(trial))),
		count - spread.length,
	);
	return {
		kind: "buy",
		trials: [...spread, ...valuable],
		why: spread.length > 0 ? "fit" : "value",
	};
}

const nameOf = ({ demonstrations, pairs, seed }: Trial) =>
	`${demonstrations}/${pairs}/${seed}`;

/** The condition of the stop rule that holds for every budget. */
function reached(
	surface: Surface,
	question: Question,
): keyof Pick<StopRule, "regret" | "interval"> | null {
	const { regret, interval } = question.stop;
	if (regret === null && interval === null) return null;
	const all = question.budgets.map((budget) =>
		recommend(surface, question, budget),
	);
	if (regret !== null && all.every((one) => one.regret.high <= regret))
		return "regret";
	if (
		interval !== null &&
		all.every(({ shareInterval: { low, high } }) => high - low <= interval)
	)
		return "interval";
	return null;
}
