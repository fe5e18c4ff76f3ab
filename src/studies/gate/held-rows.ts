import type { TaskResult } from "../../eval/eval-result.ts";
import type { RunManifest } from "../../runs/folder/run-manifest.ts";

interface HoldingRecipe {
	readonly data?: { readonly general?: string | null };
	readonly leash?: {
		readonly how: string;
		readonly rows: string | null;
	} | null;
}

/** A sentence for each task on rows that the run's own leash held to the base: it moves less there than elsewhere. */
export function heldRowNotes(
	{ recipe }: Pick<RunManifest, "recipe">,
	tasks: readonly Pick<TaskResult, "name" | "inputs">[],
): string[] {
	const { data, leash } = recipe as HoldingRecipe;
	if (leash?.how !== "penalty") return [];
	const held = leash.rows ?? data?.general;
	const share = leash.rows === null ? "half of its rows" : "its rows";
	return tasks
		.filter(({ inputs }) => inputs.some(({ path }) => path === held))
		.map(
			({ name }) =>
				`${name} is too favourable: ${share} are penalty rows of the run's leash. Use a task of that axis with other rows.`,
		);
}
