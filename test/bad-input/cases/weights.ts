import { type BadCase, generate, inspect, train } from "../bad-case.ts";
import { safetensorsBytes, type World } from "../world.ts";

const file = "model/model.safetensors";
const says = (...parts: string[]) => ["model.safetensors", ...parts];
const entry = (fields: object) => ({
	"model.norm.weight": {
		...{ dtype: "F32", shape: [1], data_offsets: [0, 4] },
		...fields,
	},
});

function damaged(
	name: string,
	bytes: (whole: Buffer) => Uint8Array,
	...parts: string[]
): BadCase {
	const spoil = (world: World) => world.write(file, bytes(world.read(file)));
	return { name, spoil, argv: inspect, says: says(...parts) };
}

const headers: BadCase[] = [
	damaged(
		"cut in the data",
		(whole) => whole.subarray(0, -100),
		"data_offsets",
	),
	damaged("cut in the header", (whole) => whole.subarray(0, 200), "a claim of"),
	damaged(
		"cut to four bytes",
		(whole) => whole.subarray(0, 4),
		"found 4 bytes",
	),
	damaged("empty", () => Buffer.alloc(0), "found 0 bytes"),
	damaged("zeros", () => Buffer.alloc(4096), "expected"),
	{
		...damaged(
			"a header that claims terabytes",
			() => safetensorsBytes("{}", Buffer.alloc(64), 1n << 42n),
			"a claim of 4398046511104 bytes",
		),
		alone: true,
	},
	damaged(
		"a header that is no JSON",
		() => safetensorsBytes("{'a':1}"),
		"header",
	),
	damaged(
		"a header that is a list",
		() => safetensorsBytes("[1, 2]"),
		"expected a JSON object",
	),
	damaged(
		"a header that is not UTF-8",
		(whole) => whole.fill(0xff, 12, 14),
		"UTF-8",
	),
	{
		...damaged(
			"100,000 brackets",
			() => safetensorsBytes(`{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}`),
			"header line 1",
			"levels of nesting",
		),
		alone: true,
	},
	damaged(
		"a name twice",
		() => safetensorsBytes('{"a":{},"a":{}}'),
		'"a" a second time',
	),
	damaged(
		"an unknown type",
		() => safetensorsBytes(entry({ dtype: "F8_E4M3" }), Buffer.alloc(4)),
		"model.norm.weight",
		"dtype",
		"F8_E4M3",
	),
	damaged(
		"a negative size",
		() => safetensorsBytes(entry({ shape: [-1] }), Buffer.alloc(4)),
		"shape",
		"[-1]",
	),
	damaged(
		"a shape of 10^30 numbers",
		() =>
			safetensorsBytes(entry({ shape: [1e10, 1e10, 1e10] }), Buffer.alloc(4)),
		"model.norm.weight",
		"found 4 bytes",
	),
	damaged(
		"an offset before the beginning",
		() => safetensorsBytes(entry({ data_offsets: [-4, 0] }), Buffer.alloc(4)),
		"data_offsets",
	),
	damaged(
		"bytes behind the last tensor",
		(whole) => Buffer.concat([whole, Buffer.alloc(8)]),
		"as its header says",
	),
];

const q = "model.layers.0.self_attn.q_proj.weight";
const zeros = (
	name: string,
	shape: number[],
	dtype: "F32" | "I32" = "F32",
) => ({
	...{ name, shape, dtype },
	read: () => new Uint8Array(4 * shape.reduce((a, b) => a * b, 1)),
});

const tensors: BadCase[] = [
	{
		name: "a tensor is missing",
		spoil: (world) =>
			world.weights((all) => all.filter(({ name }) => name !== q)),
		argv: inspect,
		says: ["config.json", q],
	},
	{
		name: "a tensor too many",
		spoil: (world) =>
			world.weights((all) => [...all, zeros("model.extra", [1])]),
		argv: inspect,
		says: ["found model.extra"],
	},
	{
		name: "a tensor of another shape",
		spoil: (world) =>
			world.weights((all) =>
				all.map((one) => (one.name === q ? zeros(q, [8, 16]) : one)),
			),
		argv: train(),
		says: [q, "shape [16, 16]", "found [8, 16]"],
	},
	{
		name: "a tensor of integers",
		spoil: (world) =>
			world.weights((all) =>
				all.map((one) => (one.name === q ? zeros(q, [16, 16], "I32") : one)),
			),
		argv: generate(),
		says: [q, "dtype", "found I32"],
	},
	...[
		train(),
		generate(),
		["export", "--model", "DIR/model", "--out", "DIR/x"],
	].map(
		(argv): BadCase => ({
			name: `weights that are no numbers, to ${argv[0]}`,
			spoil: (world) =>
				world.weights((all) =>
					all.map((one) =>
						one.name === q
							? {
									...one,
									read: () => new Float32Array(256).fill(Number.NaN, 99),
								}
							: one,
					),
				),
			argv,
			says: [q, "expected finite numbers"],
		}),
	),
	{
		name: "a tied head with values of its own",
		spoil: (world) =>
			world.weights((all) => [
				...all,
				{
					...zeros("lm_head.weight", [420, 16]),
					read: () => new Float32Array(6720).fill(1),
				},
			]),
		argv: inspect,
		says: ["lm_head.weight", "model.embed_tokens.weight", "ties the two"],
	},
];

const index = "model/model.safetensors.index.json";

function sharded(name: string, map: unknown, ...parts: string[]): BadCase {
	return {
		name,
		spoil(world) {
			world.write("model/a.safetensors", world.read(file));
			world.write("secret.safetensors", world.read(file));
			world.remove(file);
			world.write(index, JSON.stringify({ weight_map: map }));
		},
		argv: inspect,
		says: ["model.safetensors.index.json", ...parts],
	};
}

const shards: BadCase[] = [
	sharded(
		"a shard is missing",
		{ [q]: "b.safetensors" },
		"the file b.safetensors",
	),
	sharded(
		"an index that points outside",
		{ [q]: "../secret.safetensors" },
		"in the same folder",
		"../secret.safetensors",
	),
	sharded("an absolute shard", { [q]: "/etc/passwd" }, "/etc/passwd"),
	sharded("an index without a map", null, "weight_map", "found null"),
	sharded("a shard that is a number", { [q]: 7 }, "found a number"),
	{
		...sharded("a tensor that is not where the index says", {
			[`${q}.other`]: "a.safetensors",
		}),
		says: ["a.safetensors", `${q}.other`, "no such tensor"],
	},
];

const folders: BadCase[] = [
	{
		name: "no weights",
		spoil: (world) => world.remove(file),
		argv: inspect,
		says: ["DIR/model", "model.safetensors", "no weights"],
	},
	{
		name: "weights of PyTorch alone",
		spoil(world) {
			world.remove(file);
			world.write("model/pytorch_model.bin", "x");
		},
		argv: train(),
		says: ["pytorch_model.bin"],
	},
	{
		name: "a folder in place of the weights",
		spoil(world) {
			world.remove(file);
			world.write(`${file}/x`, "x");
		},
		argv: inspect,
		says: says("found a folder"),
	},
];

export const weights: readonly BadCase[] = [
	...headers,
	...tensors,
	...shards,
	...folders,
];
