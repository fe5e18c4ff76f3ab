import type { Task } from "../../eval/task/task.ts";

type Asking = Pick<Task, "paraphrases" | "group" | "generate">;

/**
 * Whether a task may ask one question several times: in several wordings, or with several seeds. Whether its rows have other
 * wordings is known only when they are read.
 */
export function mayRepeatQuestions({
	paraphrases,
	group,
	generate,
}: Asking): boolean {
	if (paraphrases !== null || group !== null) return true;
	const sampling = generate?.sampling;
	return sampling?.kind === "sample" && sampling.seeds.length > 1;
}
