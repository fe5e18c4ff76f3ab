import { basename } from "node:path";
import { modelFolder } from "../../recipes/model-folder.ts";
import type { PilotRecipe } from "../../recipes/parse-pilot.ts";
import { slugOf } from "../../recipes/pilot-arms.ts";
import { resolveRecipe } from "../../recipes/resolve-recipe.ts";
import { hashInputs, type InputHash } from "../../runs/inputs.ts";
import { inputsOf } from "../../train/run-inputs.ts";
import type { PilotPlan } from "./advance.ts";
import { readTrainingRows } from "./leaks.ts";
import { PilotFolder } from "./pilot-folder.ts";
import type { PilotResult } from "./pilot-result.ts";
import { specOf } from "./pilot-spec.ts";
import { type PilotTasks, readTasks, splitTasks } from "./pilot-tasks.ts";

/** A pilot whose files have been read and whose folder is held. */
export interface PreparedPilot {
	readonly folder: PilotFolder;
	readonly tasks: PilotTasks;
	readonly plan: PilotPlan;
	/** Model and data of all arms. */
	readonly inputs: readonly InputHash[];
	readonly model: PilotResult["model"];
	readonly modelBytes: number;
	readonly data: PilotResult["data"];
	readonly notes: readonly string[];
}

/** Reads what a pilot names and opens its folder. Throws `recipe`, `data`, `weights` and `disk` before anything begins. */
export async function preparePilot(pilot: PilotRecipe): Promise<PreparedPilot> {
	const tasks = readTasks(pilot);
	const [first] = pilot.arms;
	const model = modelFolder(first?.recipe.model ?? "");
	const paths = new Set(
		pilot.arms.flatMap(({ recipe }) =>
			inputsOf(resolveRecipe({ ...recipe, out: pilot.out }).recipe),
		),
	);
	const inputs = await hashInputs([...paths]);
	const rows = await hashInputs(tasks.map((task) => task.rows));
	const spec = specOf(pilot, tasks, [...inputs, ...rows]);
	const folder = await PilotFolder.open(pilot.out, spec);
	try {
		const split = await splitTasks(
			tasks,
			pilot.tuningShare,
			folder.paths.tasks,
		);
		const { counts, notes } = await readTrainingRows(
			first!.recipe.data,
			split.test,
		);
		const hashOf = (path: string) =>
			inputs.find((input) => input.path === path)?.sha256 ?? "";
		const own = inputs.find(({ path }) => path === model);
		return {
			...{ folder, tasks: split, plan: planOf(pilot), inputs, notes },
			model: { name: basename(model), hash: own?.sha256 ?? "" },
			modelBytes: own?.bytes ?? 0,
			data: [...counts].map(([path, count]) => ({
				name: basename(path),
				hash: hashOf(path),
				rows: count,
			})),
		};
	} catch (error) {
		await folder.close();
		throw error;
	}
}

function planOf({ arms, seeds, halving, budget }: PilotRecipe): PilotPlan {
	return {
		arms: arms.map(({ name, rates }) => ({ slug: slugOf(name), rates })),
		...{ seeds, halving },
		timed: budget !== null && "minutes" in budget,
	};
}
