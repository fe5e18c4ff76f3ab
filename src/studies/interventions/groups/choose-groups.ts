import { TemperError } from "../../../core/error.ts";
import { RandomStream } from "../../../core/random.ts";
import { mean } from "../../../stats/mean.ts";
import type { Excluded } from "../exclusion.ts";
import type { GroupFacts, InterventionGroup } from "../intervention-result.ts";
import { matchPairs } from "./match.ts";
import type { Prediction } from "./predictions.ts";

/** What decides which questions the groups have. */
export interface Grouping {
	readonly groups: readonly InterventionGroup[];
	readonly floor: number;
	readonly caliper: number;
	/** Rows of each group; null: as many as possible. */
	readonly size: number | null;
	readonly seed: number;
}

/** The questions of the groups, settled once and for all. Lines are in the order in which nested parts are taken. */
export interface GroupsDecision {
	readonly kind: "groups";
	/** The settings that it answers. */
	readonly asked: string;
	readonly size: number;
	/** The base answers them right, and wrong. */
	readonly right: readonly number[];
	readonly wrong: readonly number[];
	/** Others above the floor, for numbers of rows beyond the size of a group. */
	readonly spareRight: readonly number[];
	readonly spareWrong: readonly number[];
	readonly facts: readonly GroupFacts[];
	readonly excluded: Excluded;
}

/** What the groups are chosen from. */
export interface Candidates {
	readonly predictions: readonly Prediction[];
	/** Questions that could not be measured. */
	readonly unmeasured: number;
	/** Lines of questions that no contextualised row can be made of; null if none is needed. */
	readonly withoutContext: ReadonlySet<number> | null;
	/** Lines whose answers the base has explained; null if no explanation is needed. */
	readonly explained: ReadonlySet<number> | null;
}

export const askedOf = (grouping: Grouping): string => JSON.stringify(grouping);

/** Groups that are made of questions which the base answers wrong. */
const isOfWrong = (group: InterventionGroup) => group !== "harmonious";

/** Whether the base is confident enough of its choice. */
export const isAbove = (
	{ confidence }: Pick<Prediction, "confidence">,
	floor: number,
): boolean => confidence > floor;

/** The questions above the floor, by whether the base answers them right. */
interface Pool {
	readonly confident: readonly Prediction[];
	readonly right: readonly Prediction[];
	/** All, those with a context, and those of them with an explanation. */
	readonly allWrong: readonly Prediction[];
	readonly known: readonly Prediction[];
	readonly wrong: readonly Prediction[];
}

function poolOf(
	floor: number,
	{ predictions, withoutContext, explained }: Candidates,
): Pool {
	const confident = predictions.filter((one) => isAbove(one, floor));
	const right = confident.filter(({ gold, chosen }) => gold === chosen);
	const allWrong = confident.filter(({ gold, chosen }) => gold !== chosen);
	const known = allWrong.filter(
		({ line }) => withoutContext?.has(line) !== true,
	);
	const wrong = known.filter(({ line }) => explained?.has(line) ?? true);
	return { confident, right, allWrong, known, wrong };
}

/**
 * Chooses equally large groups that are matched on the base's calibrated confidence. The group of right answers and those of wrong
 * ones share no question. Throws `data` if a group would be empty or smaller than asked for.
 */
export function chooseGroups(
	grouping: Grouping,
	candidates: Candidates,
): GroupsDecision {
	const { groups, floor, seed } = grouping;
	const pool = poolOf(floor, candidates);
	const units = unitsOf(grouping, pool, candidates.predictions.length);
	const random = new RandomStream(seed, "intervention groups");
	const chosen = random.shuffle([...units]).slice(0, sizeOf(grouping, units));
	const right = chosen.flatMap((unit) => unit.right ?? []);
	const wrong = chosen.flatMap((unit) => unit.wrong ?? []);
	const spare = (all: readonly Prediction[], used: readonly Prediction[]) =>
		random.shuffle(all.filter((one) => !used.includes(one)));
	const spareRight = spare(pool.right, right);
	const spareWrong = spare(pool.wrong, wrong);
	return {
		...{ kind: "groups", asked: askedOf(grouping), size: chosen.length },
		...{ right: linesOf(right), wrong: linesOf(wrong) },
		...{ spareRight: linesOf(spareRight), spareWrong: linesOf(spareWrong) },
		facts: groups.map((group) =>
			isOfWrong(group)
				? factsOf(group, pool.wrong, wrong)
				: factsOf(group, pool.right, right),
		),
		excluded: {
			"not-measured": candidates.unmeasured,
			"below-floor": candidates.predictions.length - pool.confident.length,
			"no-context": pool.allWrong.length - pool.known.length,
			"no-explanation": pool.known.length - pool.wrong.length,
			unmatched: spareRight.length + spareWrong.length,
		},
	};
}

const linesOf = (all: readonly Prediction[]) => all.map(({ line }) => line);

/** What is taken or left as a whole: a matched pair, or one question if nothing is matched. */
interface Unit {
	readonly right?: Prediction;
	readonly wrong?: Prediction;
}

function unitsOf(
	{ groups, floor, caliper }: Grouping,
	{ confident, right, allWrong, wrong }: Pool,
	measured: number,
): readonly Unit[] {
	const needsRight = groups.includes("harmonious");
	const needsWrong = groups.some(isOfWrong);
	const units: Unit[] = !needsRight
		? wrong.map((one) => ({ wrong: one }))
		: !needsWrong
			? right.map((one) => ({ right: one }))
			: matchPairs(right, wrong, caliper).map(({ one, other }) => ({
					...{ right: one, wrong: other },
				}));
	if (units.length > 0) return units;
	const usable =
		wrong.length < allWrong.length
			? ` (${wrong.length} of them with what the groups need)`
			: "";
	throw new TemperError("data", {
		where: "groups",
		expected:
			needsRight && needsWrong
				? `a question that the base answers right and one that it answers wrong, both with a confidence above the floor ${floor} and at most ${caliper} apart`
				: `questions that the base answers ${needsRight ? "right" : "wrong"} with a confidence above the floor ${floor}`,
		found: `${confident.length} of ${measured} measured questions above the floor, ${right.length} answered right and ${allWrong.length} wrong${usable}`,
		hint: "Lower floor, raise caliper, add questions or leave out groups. What has been measured is kept.",
	});
}

function sizeOf({ size }: Grouping, units: readonly Unit[]): number {
	if (size === null || size <= units.length) return size ?? units.length;
	throw new TemperError("data", {
		where: "size",
		expected: `at most ${units.length}, the largest size that all groups can have after matching`,
		found: String(size),
		hint: "Lower size or floor, raise caliper, or add questions. What has been measured is kept.",
	});
}

function factsOf(
	group: InterventionGroup,
	all: readonly Prediction[],
	used: readonly Prediction[],
): GroupFacts {
	return {
		...{ group, available: all.length, used: used.length },
		confidence: mean(used.map(({ calibrated }) => calibrated)),
	};
}
