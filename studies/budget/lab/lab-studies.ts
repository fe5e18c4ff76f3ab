/** A full grid on one task and one model of the lab. */
export interface LabStudyName {
	readonly name: string;
	readonly task: "form" | "manner";
	/** A folder in `models/`. */
	readonly model: "lab" | "lab-small";
}

/** The four studies: each task on the model of four million parameters and on the one of one million. */
export const labStudies: readonly LabStudyName[] = [
	{ name: "form-lab", task: "form", model: "lab" },
	{ name: "form-lab-small", task: "form", model: "lab-small" },
	{ name: "manner-lab", task: "manner", model: "lab" },
	{ name: "manner-lab-small", task: "manner", model: "lab-small" },
];
