import { plain } from "./own-word.ts";

/** Keys of other trainers that a recipe has no place for, with the reason. */
const absent: Readonly<Record<string, string>> = {
	...without(
		"Rows are always packed, and no row sees another; leave it out.",
		"packing sample_packing pad_to_sequence_len group_by_length",
	),
	...without(
		"A run writes its own events.jsonl, and npx temper-lm runs show reads it; leave it out.",
		"report_to logging_steps logging_dir wandb_project wandb_entity use_wandb log_interval logging_strategy",
	),
	...without(
		"Continue a run with npx temper-lm runs resume RUN.",
		"resume_from_checkpoint resume auto_resume_from_checkpoints resume_from",
	),
	...without(
		"The loss always counts only the tokens of assistant turns; leave this key out.",
		"completion_only_loss assistant_only_loss train_on_inputs mask_prompt train_on_prompt",
	),
};

function without(reason: string, foreign: string): Record<string, string> {
	return Object.fromEntries(
		foreign.split(" ").map((one) => [plain(one), reason]),
	);
}

/** Why a recipe has no place for a key of another trainer; null for a key that is none of these. */
export function absentReason(word: string): string | null {
	const key = plain(word);
	return Object.hasOwn(absent, key) ? (absent[key] ?? null) : null;
}
