import type { Subject } from "../../../eval/model/subject.ts";
import type { Task } from "../../../eval/task/task.ts";
import type { ProbeItem } from "../../probe/probe-result.ts";

/** What is diagnosed, and by which questions. */
export interface DiagnosisPlan {
	readonly base: Subject;
	readonly tuned: readonly TunedPlan[];
	/** Tasks that every subject is asked, told apart by name. */
	readonly tasks: readonly Task[];
	/** What a probe of the base found; empty if there is none. */
	readonly probe: readonly ProbeItem[];
	/** The tasks of that probe, whose results of the base are used again if they fit. */
	readonly probeTasks?: ProbeTasks | null;
	/** Files of general rows, for the distance from the base, leakage and the frequency of words. */
	readonly general: readonly string[];
	/** Columns of the rows by whose values the change is measured. */
	readonly by: readonly string[];
	/** Examples before each question when the base is asked a second time; 0: it is not. */
	readonly shots: number;
	/** Where finished evaluations are kept; null: nowhere. */
	readonly folder: string | null;
	/** Assumptions to be stated. */
	readonly notes: readonly string[];
}

/** Tasks of a probe, as its files write them. */
export interface ProbeTasks {
	readonly folder: string;
	/** What the diagnosis calls the task. */
	readonly name: string;
	/** Without examples in the prompt. */
	readonly asked: Task;
	/** With examples; null if the probe showed none. */
	readonly fewShot: Task | null;
}

export interface TunedPlan {
	readonly subject: Subject;
	/** Files of the rows that it was trained on; empty if they are not known. */
	readonly rows: readonly string[];
}
