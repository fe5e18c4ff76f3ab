import { expect, test } from "vitest";
import { readArchitecture } from "../../models/model.ts";
import type { Adapter } from "./adapter.ts";
import { matchAdapter } from "./match-adapter.ts";

const gpt2 = readArchitecture({
	model_type: "gpt2",
	n_embd: 4,
	n_layer: 1,
	n_head: 2,
	n_positions: 8,
	vocab_size: 9,
});

function adapterOn(path: string, inFeatures: number, out: number): Adapter {
	const [a, b] = [new Float32Array(inFeatures), new Float32Array(out)];
	const modules = new Map([
		[path, { inFeatures, outFeatures: out, a, b }],
	] as const);
	return {
		...{ rank: 1, alpha: 1, dropout: 0, rslora: false, fanInFanOut: false },
		...{ targets: null, base: null, modules },
	};
}

const path = "transformer.h.0.attn.c_attn";

test("the model says which way round its weights lie", () => {
	const { fanInFanOut } = matchAdapter(adapterOn(path, 4, 12), gpt2, "folder");
	expect(fanInFanOut).toBe(true);
});

test("layers that the model lacks, or has in another size, are refused", () => {
	const match = (path: string, out: number) => () =>
		matchAdapter(adapterOn(path, 4, out), gpt2, "folder");
	expect(match(path, 8)).toThrow(
		`folder, ${path}: expected a layer of 4 to 12 features, as the model's, found one of 4 to 8 features.`,
	);
	expect(match("model.layers.0.q_proj", 4)).toThrow(
		"expected a linear layer of this gpt2 model",
	);
});
