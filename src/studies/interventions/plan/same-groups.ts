import { existsSync } from "node:fs";
import { TemperError } from "../../../core/error.ts";
import { decisionsIn, readJournal } from "../../journal.ts";
import type { StudyPaths } from "../../study-paths.ts";
import { askedOf } from "../groups/choose-groups.ts";
import type { InterventionPlan } from "./advance.ts";
import type { InterventionDecision } from "./state.ts";

/**
 * Throws `recipe` if runs of a folder were trained on groups that were chosen by other settings. Before the first run, what
 * decides the groups may be changed as often as needed.
 */
export async function requireSameGroups(
	paths: StudyPaths,
	{ grouping }: Pick<InterventionPlan, "grouping">,
): Promise<void> {
	const journal = await readJournal<InterventionDecision, unknown>(paths);
	const settled = decisionsIn(journal).findLast(
		({ kind }) => kind === "groups",
	);
	const wanted = askedOf(grouping);
	if (settled === undefined || settled.asked === wanted) return;
	if (!existsSync(paths.run(""))) return;
	throw new TemperError("recipe", {
		where: "groups, floor, caliper, size and seed",
		expected: `${settled.asked}, as the runs in ${paths.root} were trained`,
		found: wanted,
		hint: "Name another folder with --out. More seeds, mixes and numbers of rows may be added.",
	});
}
