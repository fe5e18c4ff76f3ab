import { join } from "node:path";

/** The paths of a study's files. */
export class StudyPaths {
	/** Absolute path of the study's folder. */
	readonly root: string;
	/** Name of the study, which its own files have. */
	readonly name: string;

	constructor(root: string, name: string) {
		this.root = root;
		this.name = name;
	}

	/** The name with its article, for messages: `a pilot`, `an intervention`. */
	get named(): string {
		return `${/^[aeiou]/.test(this.name) ? "an" : "a"} ${this.name}`;
	}

	/** The spec with which the study was started. */
	get spec(): string {
		return join(this.root, `${this.name}.json`);
	}

	/** What happened in the study, one JSON line each. */
	get journal(): string {
		return join(this.root, `${this.name}.jsonl`);
	}

	get measures(): string {
		return join(this.root, "measures");
	}

	/** The folder of a run. `name` may have several parts: `sft/seed-0`. */
	run(name: string): string {
		return join(this.root, "runs", name);
	}

	/** The result of a job. The file appears when the job is done, and not before. */
	measure(id: string): string {
		return join(this.measures, `${id}.json`);
	}
}
