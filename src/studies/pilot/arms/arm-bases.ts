import { basename, dirname, join } from "node:path";
import { modelFolder } from "../../../recipes/locate/model-folder.ts";
import type {
	PilotArm,
	PilotRecipe,
} from "../../../recipes/parse/parse-pilot.ts";
import type { InputHash } from "../../../runs/folder/inputs.ts";
import { type BaseJob, baseJob, otherBaseJob } from "../plan/job.ts";

type Measured = Pick<PilotArm, "recipe" | "base">;

/** A model that arms are measured from. It is measured once, as its own baseline. */
export interface BaseModel {
	readonly folder: string;
	/** Unique in the pilot. */
	readonly name: string;
	readonly hash: string;
	readonly bytes: number;
	readonly job: BaseJob;
}

/** The base models of a pilot. */
export interface PilotBases {
	/** The pilot's own: it is always measured, and first. */
	readonly main: BaseModel;
	/** Those of arms that are measured from another model, each once, in the order of the arms. */
	readonly others: readonly BaseModel[];
	/** The one that an arm is measured from. */
	of(arm: Measured): BaseModel;
}

/** The folder of the model that an arm is measured from. */
export function originOf({ recipe, base }: Measured): string {
	return modelFolder(base ?? recipe.base ?? recipe.model);
}

/** The base models of arms. Models with the same bytes are one. `inputs`: hashes of all of their folders. */
export function pilotBases(
	{ origin }: Pick<PilotRecipe, "origin">,
	arms: readonly Measured[],
	inputs: readonly InputHash[],
): PilotBases {
	const inputOf = (folder: string) =>
		inputs.find(({ path }) => path === folder) ?? {
			...{ path: folder, sha256: "", bytes: 0 },
		};
	const first = inputOf(modelFolder(origin));
	const inputsOfArms = arms.map((arm) => inputOf(originOf(arm)));
	const byHash = new Map(
		[first, ...inputsOfArms]
			.toReversed()
			.map((input) => [input.sha256, input] as const),
	);
	const hashes = [
		...new Set([first, ...inputsOfArms].map(({ sha256 }) => sha256)),
	];
	const distinct = hashes.flatMap((hash) => byHash.get(hash) ?? []);
	const names = uniqueNames(distinct.map(({ path }) => path));
	const models = distinct.map(({ path, sha256, bytes }, i): BaseModel => {
		const name = names[i] as string;
		const job = i === 0 ? baseJob : otherBaseJob(name, sha256);
		return { folder: path, name, hash: sha256, bytes, job };
	});
	const [main, ...others] = models as [BaseModel, ...BaseModel[]];
	const of = (arm: Measured) => {
		const { sha256 } = inputOf(originOf(arm));
		return models.find(({ hash }) => hash === sha256) ?? main;
	};
	return { main, others, of };
}

/** The last parts of paths, as many as it takes for them to differ: `a/model` and `b/model`. */
function uniqueNames(paths: readonly string[]): string[] {
	return paths.map((path) => {
		let [name, above] = [basename(path), dirname(path)];
		const endsSo = (other: string) =>
			other === name || join("/", other).endsWith(join("/", name));
		while (paths.filter(endsSo).length > 1 && basename(above) !== "") {
			name = `${basename(above)}/${name}`;
			above = dirname(above);
		}
		return name;
	});
}
