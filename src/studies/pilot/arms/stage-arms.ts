import type {
	PilotArm,
	PilotRecipe,
} from "../../../recipes/parse/parse-pilot.ts";
import { slugOf } from "../../../recipes/pilot-arms.ts";
import { stageShares } from "../../jobs/stage-shares.ts";
import type { PlannedArm } from "../plan/pilot-state.ts";
import { stagesOf } from "./arm-stages.ts";

/** The arms of a pilot together with those that choose the rates of their earlier stages. */
export interface StageArms {
	/** What choosing trains: the stages of an arm up to one of them, in the order in which they are needed. */
	readonly arms: readonly StageArm[];
	/** By the slug of a pilot's arm: the slugs of the arms that choose its earlier rates, in the order of its stages. */
	readonly after: ReadonlyMap<string, readonly string[]>;
}

export interface StageArm extends PilotArm {
	/** Share of the steps of a run that it trains. */
	readonly share: number;
	readonly slug: string;
	readonly after: readonly string[];
}

/**
 * Arms for the rates that are chosen stage by stage: the first stage of an arm is tuned as if it were an arm of its own, then
 * the next one with the rates before it fixed. Arms whose first stages are the same, and tried at the same rates, share
 * the choice. `budget`: whether it sets the steps of whole runs, of which a stage has its share.
 */
export function stageArms(
	pilotArms: readonly PilotArm[],
	budget: PilotRecipe["budget"],
): StageArms {
	const known = new Map<string, StageArm>();
	const taken = new Set(pilotArms.map(({ name }) => slugOf(name)));
	const after = new Map<string, readonly string[]>();
	for (const arm of pilotArms) {
		const slugs: string[] = [];
		for (const at of arm.earlierRates.keys()) {
			const part = upTo(arm, at, budget);
			const key = JSON.stringify([
				...stagesOf(part).map(({ recipe }) => recipe),
				...[part.share, part.earlierRates, part.rates],
			]);
			const made = known.get(key) ?? named(part, slugs, taken);
			known.set(key, made);
			slugs.push(made.slug);
		}
		if (slugs.length > 0) after.set(slugOf(arm.name), slugs);
	}
	return { arms: [...known.values()], after };
}

function upTo(
	arm: PilotArm,
	at: number,
	budget: PilotRecipe["budget"],
): PilotArm & { readonly share: number } {
	const recipes = stagesOf(arm).map(({ recipe }) => recipe);
	const shares = stageShares(recipes).slice(0, at + 1);
	const stage = arm.earlier[at] as PilotArm["earlier"][number];
	return {
		...{ ...arm, ...stage, name: `tune ${arm.name} stage ${at + 1}` },
		earlier: arm.earlier.slice(0, at),
		earlierRates: arm.earlierRates.slice(0, at),
		rates: arm.earlierRates[at] ?? [],
		family: null,
		share: budget === null ? 1 : shares.reduce((sum, one) => sum + one, 0),
	};
}

/** Gives it a folder that no other arm has. */
function named(
	part: PilotArm & { readonly share: number },
	after: readonly string[],
	taken: Set<string>,
): StageArm {
	let { name } = part;
	while (taken.has(slugOf(name))) name += " again";
	taken.add(slugOf(name));
	return { ...part, name, slug: slugOf(name), after: [...after] };
}

/** How the plan of a pilot sees these arms. */
export function plannedStage({
	slug,
	rates,
	share,
	after,
}: StageArm): PlannedArm {
	return { slug, rates, family: null, tunesOnly: true, share, after };
}
