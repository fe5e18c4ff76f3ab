import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { toyModel } from "../../eval/testing/toy-model.ts";
import { writeSafetensors } from "../../formats/safetensors/write-safetensors.ts";
import { readArchitecture } from "../../models/model.ts";
import { answerPrecision } from "./answer-precision.ts";

let cache: string;

beforeEach(() => {
	cache = mkdtempSync(join(tmpdir(), "temper-cache-"));
	vi.stubEnv("XDG_CACHE_HOME", cache);
	return () => vi.unstubAllEnvs();
});

const device = { device: "cpu", threads: 1 } as const;

/** Replaces what was measured. */
function rewrite(kl: number): void {
	const folder = join(cache, "temper", "rounding");
	const name = readdirSync(folder).find((one) => one.endsWith(".json"));
	const path = join(folder, name as string);
	const kept = JSON.parse(readFileSync(path, "utf8")) as object;
	writeFileSync(path, JSON.stringify({ ...kept, kl }));
}

test("answers are int8 within the bound and float32 beyond it, and the note says why", async () => {
	const settle = (asked: "int8" | null) =>
		answerPrecision([toyModel, toyModel], { asked, device });
	const first = await settle(null);
	expect(first.kl).toBeGreaterThan(0);
	expect(first.kl).toBeLessThan(1);
	rewrite(0.004);
	expect(await settle(null)).toEqual({
		precision: "int8",
		kl: 0.004,
		note: "Answers are computed in int8, which is 0.0040 nats per token from float32 (KL). To compute them in float32, use --precision float32.",
	});
	rewrite(0.05);
	expect(await settle(null)).toEqual({
		precision: "float32",
		kl: 0.05,
		note: "Answers are computed in float32, not in int8: int8 would change this model by 0.050 nats per token (KL from float32), which is above the limit of 0.01.",
	});
	expect((await settle("int8")).precision).toBe("int8");
});

test("float32 is taken as it is asked for, and on other devices", async () => {
	const exact = { precision: "float32", kl: null, note: null };
	const nowhere = ["/no/such/model"];
	expect(await answerPrecision(nowhere, { asked: "float32", device })).toEqual(
		exact,
	);
	const webgpu = { device: "webgpu", threads: null } as const;
	expect(
		await answerPrecision(nowhere, { asked: null, device: webgpu }),
	).toEqual(exact);
	await expect(
		answerPrecision(nowhere, { asked: "int8", device: webgpu }),
	).rejects.toThrow(/--precision: expected float32 on webgpu, found int8/);
});

test("a family that cannot be rotated answers in float32", async () => {
	const folder = mkdtempSync(join(tmpdir(), "temper-gpt2-"));
	const config = {
		model_type: "gpt2",
		...{ n_embd: 8, n_layer: 1, n_head: 2, n_positions: 16, vocab_size: 11 },
	};
	writeFileSync(join(folder, "config.json"), JSON.stringify(config));
	await writeSafetensors(
		join(folder, "model.safetensors"),
		[...readArchitecture(config).tensors].map(([name, shape]) => ({
			...{ name, shape, dtype: "F32" as const },
			read: () => new Float32Array(shape.reduce((a, b) => a * b, 1)),
		})),
	);
	const settled = await answerPrecision([folder], { asked: null, device });
	expect(settled).toEqual({
		precision: "float32",
		kl: null,
		note: "Answers are computed in float32, not in int8: int8 needs a model whose features can be rotated, and the layers of gpt2 do not allow it.",
	});
	await expect(
		answerPrecision([folder], { asked: "int8", device }),
	).rejects.toThrow(/--precision: expected float32 for the family gpt2/);
});
