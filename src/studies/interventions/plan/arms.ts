import type { GroupsDecision } from "../groups/choose-groups.ts";
import type {
	InterventionArm,
	InterventionGroup,
} from "../intervention-result.ts";

/** How a question becomes a row: with the right answer, with the base's own, or with its context. */
export type RowKind = "gold" | "own" | "context";

export interface ArmRow {
	/** Line of the question in the study's own file of questions. */
	readonly line: number;
	readonly kind: RowKind;
}

const rowKinds: Readonly<Record<InterventionGroup, RowKind>> = {
	harmonious: "gold",
	incompatible: "gold",
	"self-aligning": "own",
	contextualised: "context",
};

/** What arms are called: `incompatible`, `mix-0.2`, `harmonious-30`. */
export function armName(arm: InterventionArm): string {
	switch (arm.kind) {
		case "group":
			return arm.group;
		case "mix":
			return `mix-${arm.selfAligning}`;
		case "quantity":
			return `${arm.group}-${arm.rows}`;
		default:
			return arm satisfies never;
	}
}

type Sized = Pick<GroupsDecision, "size">;

/**
 * The arm whose runs are the runs of this one too: a mix without self-aligning rows is the group `incompatible`, one of nothing else is
 * the group `self-aligning`, and as many rows as a group has are the group.
 */
export function trainedAs(
	arm: InterventionArm,
	{ size }: Sized,
): InterventionArm {
	if (arm.kind === "mix" && arm.selfAligning === 0)
		return { kind: "group", group: "incompatible" };
	if (arm.kind === "mix" && arm.selfAligning === 1)
		return { kind: "group", group: "self-aligning" };
	if (arm.kind === "quantity" && arm.rows === size)
		return { kind: "group", group: arm.group };
	return arm;
}

/** Whose recipe an arm has. */
export function recipeGroup(arm: InterventionArm): InterventionGroup {
	return arm.kind === "mix" ? "incompatible" : arm.group;
}

type Lines = Pick<
	GroupsDecision,
	"right" | "wrong" | "spareRight" | "spareWrong"
>;

/** The rows of an arm, of which those of a smaller share or number are the first ones of a larger. */
export function armRows(arm: InterventionArm, lines: Lines): ArmRow[] {
	const { wrong } = lines;
	if (arm.kind === "mix") {
		const own = Math.round(arm.selfAligning * wrong.length);
		return wrong.map((line, i) => ({ line, kind: i < own ? "own" : "gold" }));
	}
	const kind = rowKinds[arm.group];
	const used = arm.group === "harmonious" ? lines.right : wrong;
	const taken =
		arm.kind === "group"
			? used
			: available(arm.group, lines).slice(0, arm.rows);
	return taken.map((line) => ({ line, kind }));
}

/** All questions that rows of a group can be made of, those of the group first. */
export function available(
	group: InterventionGroup,
	{ right, wrong, spareRight, spareWrong }: Lines,
): readonly number[] {
	return group === "harmonious"
		? [...right, ...spareRight]
		: [...wrong, ...spareWrong];
}
