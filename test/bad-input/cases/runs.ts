import type { BadCase } from "../bad-case.ts";
import type { World } from "../world.ts";

const resume = ["runs", "resume", "DIR/run"];
const list = ["runs", "show", "DIR/run"];
const step = "run/checkpoints/step-1";

function stopped(
	name: string,
	spoil: (world: World) => void,
	argv: readonly string[],
	...says: string[]
): BadCase {
	return { name, spoil, argv, says };
}

const cut = (file: string) => (world: World) =>
	world.write(file, world.read(file).subarray(0, -20));

/** What can be wrong with `run/`, which was stopped after one step of two. */
export const runs: readonly BadCase[] = [
	{
		name: "no run",
		spoil: () => {},
		argv: ["runs", "resume", "DIR/none"],
		says: ["DIR/none/manifest.json", "a run folder"],
	},
	{
		name: "a model in place of a run",
		spoil: () => {},
		argv: ["runs", "resume", "DIR/model"],
		says: ["DIR/model/manifest.json", "a run folder"],
	},
	{
		name: "a file in place of a run",
		spoil: () => {},
		argv: ["generate", "--run", "DIR/rows.jsonl", "--prompt", "a"],
		says: ["rows.jsonl", "a run folder"],
	},
	stopped(
		"a manifest cut short",
		cut("run/manifest.json"),
		list,
		"manifest.json",
	),
	stopped(
		"a manifest that is a list",
		(world) => world.write("run/manifest.json", "[]"),
		resume,
		"manifest.json",
	),
	stopped(
		"a manifest with a recipe of nonsense",
		(world) => world.fields("run/manifest.json", { recipe: { model: 5 } }),
		resume,
		"recipe.json",
		"expected",
	),
	stopped(
		"a manifest without a recipe",
		(world) => world.fields("run/manifest.json", { recipe: null }),
		resume,
		"run",
		"expected",
	),
	stopped(
		"inputs that are numbers",
		(world) => world.fields("run/manifest.json", { inputs: [1, 2] }),
		resume,
		"run",
		"expected",
	),
	stopped(
		"an event that is no event",
		(world) => world.write("run/events.jsonl", '{"kind":"party"}\n'),
		list,
		"events.jsonl:1",
		"party",
	),
	stopped(
		"an event without its fields",
		(world) => world.write("run/events.jsonl", '{"kind":"step"}\n'),
		list,
		"events.jsonl:1",
	),
	stopped(
		"events cut short",
		(world) => world.write("run/events.jsonl", ""),
		resume,
		"events.jsonl",
		"which the checkpoint counts on",
	),
	stopped(
		"a checkpoint cut short",
		cut(`${step}/trainable.safetensors`),
		resume,
		"step-1",
		"trainable.safetensors",
	),
	stopped(
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
	stopped(
		"a checkpoint without its state",
		(world) => world.remove(`${step}/state.json`),
		resume,
		"step-1/state.json",
		"nothing at this path",
	),
	stopped(
		"a checkpoint without a manifest",
		(world) => world.remove(`${step}/manifest.json`),
		resume,
		"step-1/manifest.json",
	),
	stopped(
		"rows that have changed",
		(world) => world.write("rows.jsonl", `${world.read("rows.jsonl")}{}\n`),
		resume,
		"rows.jsonl",
		"the same bytes as when the run began",
	),
	stopped(
		"rows that are gone",
		(world) => world.remove("rows.jsonl"),
		resume,
		"rows.jsonl",
		"nothing at this path",
	),
	stopped(
		"a model that has changed",
		(world) => world.config({ rms_norm_eps: 1e-6 }),
		resume,
		"DIR/model",
		"the same bytes as when the run began",
	),
	stopped(
		"a run that is not finished, to export",
		() => {},
		["export", "--run", "DIR/run", "--out", "DIR/out"],
		"DIR/run",
		"a finished run",
	),
	stopped(
		"an earlier run, to train over",
		() => {},
		[
			...["train", "--preset", "sft", "--model", "DIR/model"],
			...["--data", "DIR/rows.jsonl", "--out", "DIR/run"],
		],
		"DIR/run",
		"an earlier run",
	),
	stopped(
		"an adapter that the finished run lost",
		(world) => world.write("run/adapter/x", "x"),
		["generate", "--run", "DIR/run", "--prompt", "a"],
		"adapter_config.json",
	),
];
