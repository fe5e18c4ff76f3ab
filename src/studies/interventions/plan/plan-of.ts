import { TemperError } from "../../../core/error.ts";
import type { InterveneRecipe } from "../../../recipes/parse/parse-intervene.ts";
import { interventionGroups } from "../../../recipes/schemas/intervene-schema.ts";
import type {
	InterventionArm,
	InterventionGroup,
} from "../intervention-result.ts";
import type { InterventionPlan } from "./advance.ts";

type Asked = Pick<
	InterveneRecipe,
	| "groups"
	| "mixes"
	| "quantities"
	| "floor"
	| "caliper"
	| "size"
	| "seed"
	| "rates"
	| "seeds"
	| "explanation"
	| "where"
>;

/** `withoutContext`: lines of questions that no contextualised row can be made of. Throws `recipe` if there is no arm. */
export function planOf(
	recipe: Asked,
	withoutContext: ReadonlySet<number>,
): InterventionPlan {
	const { floor, caliper, size, seed, rates, seeds } = recipe;
	const arms = armsOf(recipe);
	if (arms.length === 0)
		throw new TemperError("recipe", {
			where: `${recipe.where}: groups`,
			expected: "at least one group, mix or number of rows",
			found: "none",
		});
	const groups = neededGroups(arms);
	return {
		...{ arms, rates, seeds },
		grouping: { groups, floor, caliper, size, seed },
		explains: recipe.explanation !== null && groups.includes("self-aligning"),
		withoutContext: groups.includes("contextualised") ? withoutContext : null,
	};
}

function armsOf({ groups, mixes, quantities }: Asked): InterventionArm[] {
	const ordered = interventionGroups.filter((group) => groups.includes(group));
	const ascending = (values: readonly number[]) =>
		values.toSorted((a, b) => a - b);
	return [
		...ordered.map((group) => ({ kind: "group", group }) as const),
		...ascending(mixes).map(
			(selfAligning) => ({ kind: "mix", selfAligning }) as const,
		),
		...ascending(quantities?.rows ?? []).map(
			(rows) =>
				({
					kind: "quantity",
					group: (quantities as NonNullable<typeof quantities>).group,
					rows,
				}) as const,
		),
	];
}

/** The groups whose rows the arms are made of. */
function neededGroups(arms: readonly InterventionArm[]): InterventionGroup[] {
	const needed = new Set<InterventionGroup>();
	for (const arm of arms)
		if (arm.kind !== "mix") needed.add(arm.group);
		else {
			if (arm.selfAligning < 1) needed.add("incompatible");
			if (arm.selfAligning > 0) needed.add("self-aligning");
		}
	return interventionGroups.filter((group) => needed.has(group));
}
