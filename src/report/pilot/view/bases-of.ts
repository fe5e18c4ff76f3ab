import type {
	ArmResult,
	Axis,
	PilotResult,
	Values,
} from "../../../studies/pilot/pilot-result.ts";

/** A base model with the arms that are measured from it. */
export interface ShownBase {
	readonly name: string;
	readonly hash: string;
	readonly values: Values;
	readonly arms: readonly ArmResult[];
	/** Names of the axes on which scores may be compared with those of the pilot's own model; null for that model. */
	readonly comparable: readonly string[] | null;
}

/** The base models of a pilot, its own first. */
export function basesOf({
	model,
	base,
	bases = [],
	arms,
}: PilotResult): ShownBase[] {
	const own = arms.filter((arm) => arm.base === undefined);
	return [
		{ ...model, values: base, arms: own, comparable: null },
		...bases.map(({ name, hash, values, comparable }) => ({
			...{ name, hash, values, comparable },
			arms: arms.filter((arm) => arm.base === name),
		})),
	];
}

/** Whether arms are measured from several models. */
export function hasSeveralBases({ bases = [] }: PilotResult): boolean {
	return bases.length > 0;
}

/** The values of the model that an arm is measured from. */
export function baseValuesOf(
	{ base, bases = [] }: PilotResult,
	arm: Pick<ArmResult, "base">,
): Values {
	return bases.find(({ name }) => name === arm.base)?.values ?? base;
}

/** An axis with the noise and the questions of the model that an arm is measured from. */
export function axisFor(
	{ bases = [] }: Pick<PilotResult, "bases">,
	arm: Pick<ArmResult, "base">,
	axis: Axis,
): Axis {
	const base = bases.find(({ name }) => name === arm.base);
	const own = base?.axes.find(({ name }) => name === axis.name);
	return own === undefined ? axis : { ...axis, ...own };
}
