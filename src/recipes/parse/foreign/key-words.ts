import { type OwnWord, plain, shown } from "./own-word.ts";

function inPart(part: string, more = ""): (value: unknown) => string {
	const [outer = "", inner = ""] = part.split(".");
	return (value) => `${outer}: { ${more}${inner}: ${shown(value, "...")} }`;
}

const rank = { key: "tune.rank" };
const alpha = { key: "tune.alpha" };
const rows = {
	key: "batch.rows",
	note: "It counts the rows of one optimizer step, so multiply the batch per device by the accumulation steps; batch.tokens limits the tokens in memory.",
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
	write: () =>
		"precision: bfloat16 with engine: torch, or precision: float32, mixed or int8 without it",
	note: "Trained adapters are kept in float32; a model's bfloat16 or float16 weights are read as they are.",
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
	write: () => "precision: int8 or int4, or precision: nf4 with engine: torch",
	note: "A GGUF file is read by npx temper-lm pull.",
};
const torch = "kind: torch, ";
const samples = { key: "objective.perPrompt" };

/** Words of other trainers, without case, dashes and underscores. A dot goes into the part above. */
export const keyWords: Readonly<Record<string, OwnWord>> = {
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
		{
			key: "engine",
			write: inPart("engine.gpus", torch),
			note: "Without gpus, all GPUs of the machine are used.",
		},
		"nproc_per_node num_gpus n_gpus ngpus gpus_per_node num_processes trainer.devices trainer.n_gpus_per_node",
	),
	...same(
		{
			key: "engine",
			write: inPart("engine.nodes", torch),
			note: "engine.launch says how a command is started on every machine.",
		},
		"nnodes num_nodes n_nodes num_machines trainer.nnodes",
	),
	...same(
		{
			key: "engine",
			write: () => "engine: { kind: torch, shard: full }",
		},
		"fsdp fsdp_config fsdp_version deepspeed deepspeed_config zero_stage zero distributed_type",
	),
	...same(
		{ key: "engine", write: () => "engine: torch or onnx" },
		"framework trainer_backend",
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
		{
			key: "device",
			write: () => "device: cpu, webgpu or cuda",
			note: "For PyTorch on NVIDIA GPUs, write engine: torch instead.",
		},
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
