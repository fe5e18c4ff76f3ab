import { join } from "node:path";
import { StudyPaths } from "../study-paths.ts";

/** The paths of a pilot's files. */
export class PilotPaths extends StudyPaths {
	constructor(root: string) {
		super(root, "pilot");
	}

	/** The recipe to continue with. */
	get recipe(): string {
		return join(this.root, "recipe.yaml");
	}

	/** Questions and rows, split for this pilot. */
	get tasks(): string {
		return join(this.root, "tasks");
	}
}
