import { mean } from "../../stats/mean.ts";
import { wilson } from "../../stats/share.ts";
import { spearmanEstimate } from "../../stats/spearman.ts";
import type {
	CardFeature,
	CardSlice,
	RewardCard,
} from "./reward-explanation.ts";
import { type SurfaceText, surfaceFeatures } from "./surface-features.ts";

interface Rewarded extends SurfaceText {
	readonly reward: number;
}

/** A pair with its rewards, and the columns of its row. */
export interface RewardedPair {
	readonly chosen: Rewarded;
	readonly rejected: Rewarded;
	readonly columns: Readonly<Record<string, unknown>>;
}

/** Pairs of a slice, at least; and values of a column, at most. */
const fewest = 10;
const mostValues = 12;

type Figures = Pick<
	RewardCard,
	"pairs" | "accuracy" | "reward" | "slices" | "leftOut" | "features"
>;

/** The figures of a card. `answerColumns`: those that hold the pair itself. There must be a pair. */
export function cardFigures(
	pairs: readonly RewardedPair[],
	answerColumns: ReadonlySet<string>,
): Figures {
	const rewards = pairs.flatMap(({ chosen, rejected }) => [
		chosen.reward,
		rejected.reward,
	]);
	const middle = mean(rewards) ?? 0;
	const spread = mean(rewards.map((reward) => (reward - middle) ** 2)) ?? 0;
	const { slices, leftOut } = slicesOf(pairs, answerColumns);
	return {
		pairs: pairs.length,
		accuracy: accuracyOf(pairs),
		reward: { mean: middle, deviation: Math.sqrt(spread) },
		...{ slices, leftOut },
		features: featuresOf(pairs),
	};
}

function accuracyOf(pairs: readonly RewardedPair[]) {
	const margins = pairs.map(
		({ chosen, rejected }) => chosen.reward - rejected.reward,
	);
	return shareAbove(margins);
}

/** Share of values above 0, a tie counted half. */
function shareAbove(values: readonly number[]) {
	const above = values.reduce(
		(sum, value) => sum + (value === 0 ? 0.5 : Number(value > 0)),
		0,
	);
	return wilson(above, values.length);
}

function slicesOf(
	pairs: readonly RewardedPair[],
	answerColumns: ReadonlySet<string>,
): { slices: CardSlice[]; leftOut: string[] } {
	const leftOut: string[] = [];
	const columns = new Set(pairs.flatMap((pair) => Object.keys(pair.columns)));
	const by = (name: string, groupOf: (pair: RewardedPair) => string | null) => {
		const groups = new Map<string, RewardedPair[]>();
		for (const pair of pairs) {
			const value = groupOf(pair);
			if (value === null) continue;
			groups.set(value, [...(groups.get(value) ?? []), pair]);
		}
		if (groups.size > mostValues) {
			leftOut.push(`${name}: ${groups.size} values`);
			return [];
		}
		return [...groups].flatMap(([value, group]): CardSlice[] => {
			if (group.length >= fewest)
				return [
					{ by: name, value, pairs: group.length, accuracy: accuracyOf(group) },
				];
			leftOut.push(`${name} ${value}: ${group.length} pairs`);
			return [];
		});
	};
	const slices = [
		...by("length", lengthsOf),
		...[...columns]
			.filter((column) => !answerColumns.has(column))
			.flatMap((column) =>
				by(column, ({ columns: row }) => labelOf(row[column])),
			),
	];
	return { slices, leftOut };
}

function lengthsOf({ chosen, rejected }: RewardedPair): string {
	if (chosen.tokens === rejected.tokens) return "equal";
	return chosen.tokens > rejected.tokens ? "chosen longer" : "rejected longer";
}

/** Values by which rows may be told apart. */
function labelOf(value: unknown): string | null {
	if (typeof value === "boolean" || typeof value === "number")
		return String(value);
	return typeof value === "string" && value.length <= 60 ? value : null;
}

function featuresOf(pairs: readonly RewardedPair[]): CardFeature[] {
	const margins = pairs.map(
		({ chosen, rejected }) => chosen.reward - rejected.reward,
	);
	return surfaceFeatures.flatMap(({ name, of }): CardFeature[] => {
		const more = pairs.map(({ chosen, rejected }) => of(chosen) - of(rejected));
		const places = [...more.keys()].filter((i) => more[i] !== 0);
		if (places.length === 0) return [];
		return [
			{
				name,
				pairs: places.length,
				correlation: spearmanEstimate(margins, more),
				rewarded: shareAbove(
					places.map(
						(i) => (margins[i] as number) * Math.sign(more[i] as number),
					),
				),
				chosen: shareAbove(places.map((i) => more[i] as number)),
			},
		];
	});
}
