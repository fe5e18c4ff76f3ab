import type { Task } from "../../eval/task/task.ts";

type Asking = Pick<Task, "paraphrases" | "group" | "generate" | "scorer">;

/**
 * Whether a task may ask one question several times: in several wordings, in several orders of its options, or with several
 * seeds. Whether its rows have other wordings is known only when they are read.
 */
export function mayRepeatQuestions({
	paraphrases,
	group,
	generate,
	scorer,
}: Asking): boolean {
	if (paraphrases !== null || group !== null) return true;
	if (scorer.kind === "choice" && scorer.orders > 1) return true;
	const sampling = generate?.sampling;
	return sampling?.kind === "sample" && sampling.seeds.length > 1;
}
