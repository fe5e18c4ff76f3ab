import { type BadCase, spoilt } from "../bad-case.ts";
import type { World } from "../world.ts";

const resume = ["runs", "resume", "DIR/run"];
const list = ["runs", "show", "DIR/run"];
const step = "run/checkpoints/step-1";

const cut = (file: string) => (world: World) =>
	world.write(file, world.read(file).subarray(0, -20));

/** What can be wrong with `run/`, which was stopped after one step of two. */
export const runs: readonly BadCase[] = [
	{
		name: "no run",
		spoil: () => {},
		argv: ["runs", "resume", "DIR/none"],
		says: ["DIR/none", "a run folder", "nothing at this path"],
	},
	{
		name: "a model in place of a run",
		spoil: () => {},
		argv: ["runs", "resume", "DIR/model"],
		says: ["DIR/model", "a run folder", "a model folder"],
	},
	{
		name: "a file in place of a run",
		spoil: () => {},
		argv: ["generate", "--run", "DIR/rows.jsonl", "--prompt", "a"],
		says: ["rows.jsonl", "a run folder"],
	},
	spoilt(
		"a manifest cut short",
		cut("run/manifest.json"),
		list,
		"manifest.json",
	),
	spoilt(
		"a manifest that is a list",
		(world) => world.write("run/manifest.json", "[]"),
		resume,
		"manifest.json",
	),
	spoilt(
		"a manifest with a recipe of nonsense",
		(world) => world.fields("run/manifest.json", { recipe: { model: 5 } }),
		resume,
		"recipe.json",
		"expected",
	),
	spoilt(
		"a manifest without a recipe",
		(world) => world.fields("run/manifest.json", { recipe: null }),
		resume,
		"run",
		"expected",
	),
	spoilt(
		"inputs that are numbers",
		(world) => world.fields("run/manifest.json", { inputs: [1, 2] }),
		resume,
		"run",
		"expected",
	),
	spoilt(
		"an event that is no event",
		(world) => world.write("run/events.jsonl", '{"kind":"party"}\n'),
		list,
		"events.jsonl:1",
		"party",
	),
	spoilt(
		"an event without its fields",
		(world) => world.write("run/events.jsonl", '{"kind":"step"}\n'),
		list,
		"events.jsonl:1",
	),
	spoilt(
		"events cut short",
		(world) => world.write("run/events.jsonl", ""),
		resume,
		"events.jsonl",
		"which the checkpoint counts on",
	),
	spoilt(
		"a checkpoint cut short",
		cut(`${step}/trainable.safetensors`),
		resume,
		"step-1",
		"trainable.safetensors",
	),
	spoilt(
		"a checkpoint with one bit changed",
		(world) => {
			const file = `${step}/optimizer.safetensors`;
			const bytes = world.read(file);
			bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
			world.write(file, bytes);
		},
		resume,
		"step-1",
		"optimizer.safetensors with the hash",
	),
	spoilt(
		"a checkpoint without its state",
		(world) => world.remove(`${step}/state.json`),
		resume,
		"step-1/state.json",
		"nothing at this path",
	),
	spoilt(
		"a checkpoint without a manifest",
		(world) => world.remove(`${step}/manifest.json`),
		resume,
		"step-1/manifest.json",
	),
	spoilt(
		"rows that have changed",
		(world) => world.write("rows.jsonl", `${world.read("rows.jsonl")}{}\n`),
		resume,
		"rows.jsonl",
		"the same bytes as when the run began",
	),
	spoilt(
		"rows that are gone",
		(world) => world.remove("rows.jsonl"),
		resume,
		"rows.jsonl",
		"the same bytes as when the run began",
		"nothing at",
	),
	spoilt(
		"a model that has changed",
		(world) => world.config({ rms_norm_eps: 1e-6 }),
		resume,
		"DIR/model",
		"the same bytes as when the run began",
	),
	spoilt(
		"a run that is not finished, to export",
		() => {},
		["export", "--run", "DIR/run", "--out", "DIR/out"],
		"DIR/run",
		"a finished run",
	),
	spoilt(
		"an earlier run, to train over",
		() => {},
		[
			...["train", "--preset", "sft", "--model", "DIR/model"],
			...["--data", "DIR/rows.jsonl", "--out", "DIR/run"],
		],
		"DIR/run",
		"an earlier run",
	),
	spoilt(
		"an adapter that the finished run lost",
		(world) => world.write("run/adapter/x", "x"),
		["generate", "--run", "DIR/run", "--prompt", "a"],
		"adapter_config.json",
	),
];
