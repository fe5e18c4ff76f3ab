import { isRecord } from "./is-record.ts";

/** What another trainer's word is called in a recipe. */
interface OwnWord {
	/** The key, from the top of a recipe. */
	readonly key: string;
	/** How to write it, from what was written; the key with its value where left out. */
	readonly write?: (value: unknown) => string;
	/** What else there is to know, as a sentence. */
	readonly note?: string;
}

/** Small enough to be shown as it is; else a place-holder. */
const shown = (value: unknown, otherwise: string): string =>
	typeof value === "number" || typeof value === "boolean"
		? String(value)
		: typeof value === "string" && /^[\w./-]{1,40}$/.test(value)
			? value
			: otherwise;

function inPart(part: string, more = ""): (value: unknown) => string {
	const [outer = "", inner = ""] = part.split(".");
	return (value) => `${outer}: { ${more}${inner}: ${shown(value, "...")} }`;
}

const rank = { key: "tune.rank" };
const alpha = { key: "tune.alpha" };
const rows = {
	key: "batch.rows",
	note: "It counts the rows of one optimizer step, so multiply the batch of a device by the steps of accumulation; batch.tokens limits what is in memory at once.",
};
const accumulation = {
	...{ ...rows, write: () => "part of batch.rows" },
};
const epochs = {
	key: "length",
	write: inPart("length.count", "kind: epochs, "),
};
const steps = { key: "length", write: inPart("length.count", "kind: steps, ") };
const rate = { key: "optimizer.learningRate" };
const longest = { key: "data.maxLength" };
const precision = {
	key: "precision",
	write: () => "precision: float32, mixed or int8",
	note: "What is trained is held in float32; a model's bfloat16 or float16 weights are read as they are.",
};
const evaluate = { key: "evaluate", write: inPart("evaluate.every") };
const save = { key: "save", write: inPart("save.every") };
const warmup = {
	key: "schedule.warmup",
	write: () => "schedule: { kind: cosine, warmup: 0.03 }",
	note: "It is a share of all steps.",
};
const quantised = {
	key: "precision",
	write: () => "precision: int8",
	note: "A GGUF file is read by npx temper-lm pull.",
};
const samples = { key: "objective.samples" };

/** Words of other trainers, without case, dashes and underscores. A dot goes into the part above. */
const words: Readonly<Record<string, OwnWord>> = {
	...same(
		epochs,
		"epochs epoch num_epochs num_train_epochs n_epochs max_epochs",
	),
	...same(
		steps,
		"steps max_steps iters num_steps train_steps max_iters total_steps",
	),
	...same(rate, "lr learning_rate optim.lr optimizer.lr step_size"),
	...same(
		{ key: "optimizer.betas" },
		"adam_beta1 adam_beta2 betas optimizer.beta1 optimizer.beta2",
	),
	...same({ key: "optimizer.epsilon" }, "adam_epsilon eps optimizer.eps"),
	...same({ key: "optimizer.weightDecay" }, "weight_decay wd"),
	...same(
		{ key: "optimizer.clip" },
		"max_grad_norm gradient_clipping gradient_clip_val clip_grad_norm grad_clip clip",
	),
	...same(
		{ key: "schedule" },
		"lr_scheduler lr_scheduler_type scheduler lr_schedule",
	),
	...same(
		warmup,
		"warmup warmup_ratio warmup_steps num_warmup_steps lr_warmup_steps",
	),
	...same(
		rows,
		"batch_size per_device_train_batch_size train_batch_size micro_batch_size global_batch_size batch.size batch.batch_size",
	),
	...same(
		accumulation,
		"gradient_accumulation_steps grad_accumulation_steps accumulate_grad_batches gradient_accumulation grad_accum",
	),
	...same(
		longest,
		"max_seq_length max_seq_len max_length sequence_len sequence_length cutoff_len model_max_length context_length block_size data.max_seq_length data.cutoff_len",
	),
	...same(
		rank,
		"lora_r lora_rank r lora.r lora.rank adapter.r peft.r lora_config.r peft_config.r tune.r lora_parameters.rank rank",
	),
	...same(
		alpha,
		"lora_alpha lora.alpha lora.lora_alpha adapter.lora_alpha peft.lora_alpha lora_config.lora_alpha peft_config.lora_alpha tune.lora_alpha alpha lora_parameters.alpha",
	),
	...same(
		{ key: "tune.dropout" },
		"lora_dropout lora.dropout lora.lora_dropout tune.lora_dropout peft_config.lora_dropout lora_config.lora_dropout",
	),
	...same(
		{ key: "tune.targets" },
		"target_modules lora_target_modules lora_target lora.target_modules lora_target_linear lora_config.target_modules peft_config.target_modules tune.target_modules",
	),
	...same({ key: "tune.rslora" }, "use_rslora lora.use_rslora tune.use_rslora"),
	...same(
		{ key: "tune", write: () => "tune: lora" },
		"lora peft use_lora use_peft adapter finetuning_type peft_config lora_config",
	),
	...same(
		{ key: "tune", write: () => "tune: full" },
		"full_finetuning full_fine_tuning full_finetune",
	),
	...same(
		quantised,
		"load_in_4bit load_in_8bit quantization quantization_config bnb_config quant",
	),
	...same(
		{ key: "model" },
		"model_name model_name_or_path base_model model_id model_path pretrained_model_name_or_path",
	),
	...same(
		{ key: "data.train", write: inPart("data.train") },
		"dataset datasets dataset_name dataset_path train_file training_file train_data train_dataset data_path data_files data.path data.dataset data.train_file",
	),
	...same(
		{
			key: "data",
			write: inPart("data.heldOut", "kind: file, "),
			note: "With kind: file the key is path.",
		},
		"data.validation data.valid data.val data.test",
	),
	...same(
		{
			key: "data.heldOut",
			write: () =>
				"data: { heldOut: { kind: fraction, share: 0.05 } } or { kind: file, path: FILE }",
		},
		"eval_dataset validation_file val_set_size test_size validation_split eval_file val_file",
	),
	...same(
		{ key: "data.tooLong", write: () => "data: { tooLong: truncate }" },
		"truncation truncate",
	),
	...same(
		{ key: "data.limit", write: inPart("data.limit") },
		"max_samples max_train_samples max_examples num_samples data.max_samples",
	),
	...same(
		{ key: "device", write: () => "device: cpu, webgpu or cuda" },
		"gpu use_gpu cuda use_cuda mps use_mps_device use_cpu no_cuda accelerator device_map",
	),
	...same(
		{ key: "device", write: inPart("device.threads", "kind: cpu, ") },
		"threads num_threads n_threads num_workers",
	),
	...same(
		precision,
		"bf16 fp16 tf32 dtype torch_dtype mixed_precision half compute_dtype",
	),
	...same(
		{ key: "recompute" },
		"gradient_checkpointing activation_checkpointing grad_checkpoint use_gradient_checkpointing",
	),
	...same(
		evaluate,
		"eval_steps steps_per_eval eval_every val_check_interval evaluation_steps",
	),
	...same({ key: "evaluate" }, "eval_strategy evaluation_strategy"),
	...same(save, "save_steps save_every checkpoint_every"),
	...same({ key: "save" }, "save_strategy"),
	...same({ key: "keep.last" }, "save_total_limit keep_last"),
	...same({ key: "keep.best" }, "load_best_model_at_end save_best"),
	...same(
		{ key: "out" },
		"output_dir output out_dir output_path adapter_path save_path",
	),
	...same({ key: "seed" }, "random_seed random_state data_seed manual_seed"),
	...same(
		{ key: "objective" },
		"loss loss_type method algorithm trainer stage rl train_type training_type",
	),
	...same(
		{ key: "objective.beta" },
		"beta dpo_beta kl_coef kl_beta init_kl_coef pref_beta",
	),
	...same(
		samples,
		"num_generations group_size rollout_n num_return_sequences objective.num_generations",
	),
	...same(
		{ key: "objective.reward" },
		"reward_funcs reward_function reward_functions reward_model reward_model_path",
	),
};

function same(word: OwnWord, foreign: string): Record<string, OwnWord> {
	return Object.fromEntries(
		foreign.split(" ").map((one) => [plain(one), word]),
	);
}

function plain(word: string): string {
	return word.toLowerCase().replaceAll(/[-_ ]/g, "");
}

/** Values of other trainers by key, in the same form, with what to write. */
const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	device: {
		gpu: "device: cuda for an NVIDIA card, device: webgpu for any other",
		nvidia: "device: cuda",
		cuda: "device: cuda",
		mps: "device: webgpu",
		metal: "device: webgpu",
		apple: "device: webgpu",
		vulkan: "device: webgpu",
		rocm: "device: webgpu",
		directml: "device: webgpu",
		auto: "device: cpu, webgpu or cuda",
	},
	precision: {
		fp32: "precision: float32",
		"32": "precision: float32",
		...Object.fromEntries(
			[
				"bf16",
				"fp16",
				"bfloat16",
				"float16",
				"half",
				"16",
				"16mixed",
				"bf16mixed",
			].map((word) => [word, "precision: float32, mixed or int8"]),
		),
		"8bit": "precision: int8",
		"4bit": "precision: int8",
	},
	optimizer: Object.fromEntries(
		[
			"adam",
			"adamw",
			"adamwtorch",
			"adamw8bit",
			"pagedadamw8bit",
			"pagedadamw32bit",
			"adamwtorchfused",
			"sgd",
			"lion",
			"adafactor",
		].map((word) => [
			word,
			"optimizer: { learningRate: 1e-4 }; AdamW is the only optimizer",
		]),
	),
	tune: {
		peft: "tune: lora",
		qlora: "tune: lora with precision: int8",
		dora: "tune: lora",
		adapter: "tune: lora",
		freeze: "tune: lora",
		fullfinetuning: "tune: full",
		all: "tune: full",
		none: "tune: full",
	},
	schedule: {
		cosinewithrestarts: "schedule: cosine",
		polynomial: "schedule: linear",
		constantwithwarmup: "schedule: { kind: constant, warmup: 0.03 }",
		linearwithwarmup: "schedule: { kind: linear, warmup: 0.03 }",
		cosinewithminlr: "schedule: cosine",
	},
	objective: {
		ppo: "objective: grpo",
		rloo: "objective: grpo",
		reinforce: "objective: grpo",
		rlhf: "objective: grpo, with a reward",
		rm: "objective: reward-model",
		reward: "objective: reward-model",
		supervised: "objective: sft",
		pretraining: "objective: sft, with rows of text",
		sigmoid: "objective: dpo",
	},
};

/** A foreign key that was found inside an unknown one, and what to write in its place. */
export interface ForeignKey {
	readonly path: readonly string[];
	readonly hint: string;
}

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
		"The loss counts the tokens of assistant turns alone, so it is always on; leave it out.",
		"completion_only_loss assistant_only_loss train_on_inputs mask_prompt train_on_prompt",
	),
};

function without(reason: string, foreign: string): Record<string, string> {
	return Object.fromEntries(
		foreign.split(" ").map((one) => [plain(one), reason]),
	);
}

function hintOf({ key, write, note }: OwnWord, value: unknown): string {
	const text = write?.(value) ?? ownForm(key, value);
	const named = text.startsWith(key) || text.includes(key);
	const own = named ? text : `${key}, as ${text}`;
	return `In a recipe this is ${own}.${note === undefined ? "" : ` ${note}`}`;
}

/** `optimizer: { learningRate: 1e-4 }`. */
function ownForm(key: string, value: unknown): string {
	const text = shown(value, "");
	if (text === "") return key;
	const [outer = "", inner] = key.split(".");
	return inner === undefined
		? `${outer}: ${text}`
		: `${outer}: { ${inner}: ${text} }`;
}

/**
 * What to write in place of another trainer's key; null for a key that is none. A part that is unknown is searched.
 * `parts`: keys at the top of a recipe, in which a word means what it means there.
 */
export function foreignKey(
	path: readonly string[],
	value: unknown,
	parts: ReadonlySet<string>,
): ForeignKey | null {
	if (isRecord(value))
		for (const [key, inner] of Object.entries(value)) {
			const found = foreignKey([...path, key], inner, parts);
			if (found) return found;
		}
	const reason = absentReason(path.at(-1) ?? "");
	if (reason !== null) return { path, hint: reason };
	const own = wordFor(path, parts);
	if (own === null || path.join(".") === own.key) return null;
	return { path, hint: hintOf(own, value) };
}

function absentReason(word: string): string | null {
	const key = plain(word);
	return Object.hasOwn(absent, key) ? (absent[key] ?? null) : null;
}

function wordFor(
	path: readonly string[],
	parts: ReadonlySet<string>,
): OwnWord | null {
	const find = (word: string) =>
		Object.hasOwn(words, word) ? (words[word] ?? null) : null;
	const whole =
		path.length > 1 ? find(path.slice(-2).map(plain).join(".")) : null;
	if (whole !== null) return whole;
	const own = find(plain(path.at(-1) ?? ""));
	const [part = ""] = path;
	const elsewhere =
		path.length > 1 && parts.has(part) && own?.key.split(".")[0] !== part;
	return elsewhere ? null : own;
}

/** The key of a part that a bare number or text is most likely meant for. */
const mainKeys: Readonly<
	Record<string, Readonly<Partial<Record<string, string>>>>
> = {
	data: { string: "train" },
	leash: { number: "kl" },
	tune: { number: "rank" },
	optimizer: { number: "learningRate" },
	schedule: { number: "warmup" },
	batch: { number: "rows" },
	length: { number: "count" },
	evaluate: { number: "every" },
	save: { number: "every" },
	keep: { number: "last" },
	device: { number: "threads" },
};

function inMainKey(part: string, value: unknown): string | null {
	const keys = Object.hasOwn(mainKeys, part) ? mainKeys[part] : undefined;
	const key = keys?.[typeof value];
	return key === undefined
		? null
		: `Write ${part}: { ${key}: ${shown(value, "...")} }.`;
}

/** What to write in place of another trainer's value of a key, or of a bare value of a part; null for a value that is neither. */
export function foreignValue(key: string, value: unknown): string | null {
	if (typeof value !== "string" && typeof value !== "number") return null;
	const table = Object.hasOwn(values, key) ? values[key] : {};
	if (table === undefined) return null;
	const word = plain(String(value)).replace(
		key === "device" ? /:\d+$/ : /^$/,
		"",
	);
	return Object.hasOwn(table, word)
		? `Write ${table[word]}.`
		: inMainKey(key, value);
}

/**
 * What to write in place of another trainer's option of a command that takes `--set`; null for an option that is none.
 * `before`: where settings of a recipe belong, as `base.` in a pilot.
 */
export function foreignSetting(
	word: string,
	value: unknown,
	before = "",
): string | null {
	const reason = absentReason(word);
	if (reason !== null) return reason;
	const own = wordFor(word.split("."), new Set());
	const key = own?.key ?? word;
	const text = own?.write?.(value) ?? ownForm(key, value ?? "VALUE");
	const setting = /^(\w+): (\{[^{}]*\}|[\w./-]+)$/.exec(text);
	if (own === null) return null;
	if (setting === null) return hintOf(own, value);
	const [, part, written] = setting;
	const note = own.note === undefined ? "" : ` ${own.note}`;
	return `Write --set "${before}${part}=${written}".${note}`;
}
