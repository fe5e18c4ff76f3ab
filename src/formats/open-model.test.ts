import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { TemperError } from "../core/error.ts";
import { readArchitecture } from "../models/model.ts";
import { openModel } from "./open-model.ts";
import { writeSafetensors } from "./safetensors/write-safetensors.ts";

const config = {
	model_type: "llama",
	hidden_size: 6,
	intermediate_size: 5,
	num_hidden_layers: 1,
	num_attention_heads: 3,
	vocab_size: 11,
	tie_word_embeddings: true,
};

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-open-"));
	writeFileSync(join(folder, "config.json"), JSON.stringify(config));
});

type Values = (length: number) => Float32Array;
const counting: Values = (length) =>
	Float32Array.from({ length }, (_, i) => i / 8);

/** Model files with values that count up, unless others are given. */
async function write(
	changed: Readonly<Record<string, Values>> = {},
	dtype: "F32" | "F16" | "BF16" = "F32",
	headDtype = dtype,
): Promise<void> {
	const shapes = new Map(readArchitecture(config).tensors);
	if (changed["lm_head.weight"]) shapes.set("lm_head.weight", [11, 6]);
	await writeSafetensors(
		join(folder, "model.safetensors"),
		[...shapes].map(([name, shape]) => ({
			name,
			shape,
			dtype: name === "lm_head.weight" ? headDtype : dtype,
			read: () => (changed[name] ?? counting)(shape.reduce((a, b) => a * b, 1)),
		})),
	);
}

async function refusal(checkValues = true): Promise<string> {
	const error = await openModel(folder, { checkValues }).then(
		() => null,
		(caught: unknown) => caught,
	);
	if (error === null) return "accepted";
	expect(error).toBeInstanceOf(TemperError);
	return (error as TemperError).message;
}

/** Counting, but for one value. */
function but(at: number, value: number): Values {
	return (length) => counting(length).fill(value, at, at + 1);
}

test("a model whose parts fit", async () => {
	await write();
	const { model, files } = await openModel(folder, { checkValues: true });
	expect(model.architecture.family).toBe("llama");
	expect(files.folder).toBe(folder);
});

test.each(["F32", "BF16"] as const)(
	"a stored head that repeats the embedding, in F32 and %s",
	async (dtype) => {
		await write({ "lm_head.weight": counting }, "F32", dtype);
		expect(await refusal(false)).toBe("accepted");
		await write({ "lm_head.weight": but(65, 100) }, "F32", dtype);
		expect(await refusal(false)).toMatch(
			/tensor lm_head\.weight: expected the values of model\.embed_tokens\.weight, since the config ties the two, found different values\. If the model has a head of its own/,
		);
	},
);

test.each(["F32", "F16", "BF16"] as const)(
	"values of %s that are no numbers",
	async (dtype) => {
		await write({}, dtype);
		expect(await refusal()).toBe("accepted");
		const name = "model.layers.0.mlp.up_proj.weight";
		for (const value of [Number.NaN, Infinity, -Infinity])
			for (const at of [0, 1, 29]) {
				await write({ [name]: but(at, value) }, dtype);
				expect(await refusal()).toMatch(
					`tensor ${name}: expected finite numbers, found an infinity or NaN`,
				);
				expect(await refusal(false)).toBe("accepted");
			}
	},
);

test("an odd number of halves, the last of which is no number", async () => {
	const odd = {
		...config,
		hidden_size: 3,
		num_attention_heads: 1,
		head_dim: 2,
	};
	writeFileSync(join(folder, "config.json"), JSON.stringify(odd));
	const shapes = readArchitecture(odd).tensors;
	await writeSafetensors(
		join(folder, "model.safetensors"),
		[...shapes].map(([name, shape]) => ({
			name,
			shape,
			dtype: "BF16" as const,
			read: () => {
				const values = counting(shape.reduce((a, b) => a * b, 1));
				return name === "model.norm.weight" ? values.fill(NaN, 2) : values;
			},
		})),
	);
	expect(await refusal()).toContain(
		"tensor model.norm.weight: expected finite",
	);
});
