import { mkdtempSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { alone } from "../../../data/example.ts";
import { openSafetensors } from "../../../formats/safetensors/safetensors.ts";
import { readTensor } from "../../../formats/safetensors/tensor-data.ts";
import { writeSafetensors } from "../../../formats/safetensors/write-safetensors.ts";
import type { Graph } from "../../../graph/graph.ts";
import { graphKey } from "../../../graph/graph-key.ts";
import { KeptScores } from "../../../policy/kept-scores.ts";
import { OnnxSession } from "../../../runtime/onnx-session.ts";
import { tinyRows, writeTinyModel } from "../../contract/tiny-model.ts";
import { graphParts } from "../graph-parts.ts";
import { openComparison, openLikelihoods } from "./likelihoods.ts";

const cpu = { device: "cpu", threads: 1 } as const;
const rows = alone(tinyRows(7));

const newFolder = () => mkdtempSync(join(tmpdir(), "temper-likelihoods-"));

async function tiny() {
	const folder = newFolder();
	await writeTinyModel(folder, "llama");
	return { model: folder, adapter: null };
}

/** The same model with other values. */
async function moved({ model: from }: { readonly model: string }) {
	const folder = newFolder();
	await copyFile(join(from, "config.json"), join(folder, "config.json"));
	const file = join(from, "model.safetensors");
	const { tensors } = await openSafetensors(file);
	await writeSafetensors(
		join(folder, "model.safetensors"),
		[...tensors].map(([name, tensor]) => ({
			...{ name, shape: tensor.shape, dtype: "F32" as const },
			read: async () =>
				(await readTensor(tensor)).map((x, i) => x + 0.05 * Math.sin(i)),
		})),
	);
	return { model: folder, adapter: null };
}

/** Parts that keep scores, and how often their sessions of whole models ran. */
function keeping() {
	const ran = { bodies: 0 };
	const backend = {
		async open(graph: Graph) {
			const session = await OnnxSession.create(graph, cpu);
			return {
				...{ key: graphKey(graph), inputs: session.inputs },
				run(...given: Parameters<typeof session.run>) {
					if (session.inputs.includes("ids")) ran.bodies++;
					return session.run(...given);
				},
				dispose: () => session.dispose(),
			};
		},
	};
	return { parts: graphParts(backend, new KeptScores()), ran };
}

describe("two whole models, where scores are kept", () => {
	const how = { tokens: 16, length: 16 };

	it("are compared as they are without, from the states of rows that were read before", async () => {
		const base = await tiny();
		const own = await moved(base);
		const { parts, ran } = keeping();
		const alone = await openLikelihoods(own, { ...how, parts }, false);
		const read = await alone.score(rows);
		await alone.dispose();
		const before = ran.bodies;
		const kept = await openComparison(own, base, { ...how, parts });
		const compared = await kept.score(rows);
		// Those of the base.
		expect(ran.bodies).toBe(2 * before);
		await kept.score(rows);
		expect(ran.bodies).toBe(2 * before);
		await kept.dispose();

		const plainly = await openComparison(own, base, {
			...{ ...how, parts: graphParts(cpu) },
		});
		const expected = await plainly.score(rows);
		await plainly.dispose();
		for (const [i, { logProb, kl }] of compared.entries()) {
			expect(logProb).toEqual(read[i]?.logProb);
			expect(kl).toHaveLength(logProb.length);
			for (const [t, value] of (kl ?? []).entries())
				expect(value).toBeCloseTo(expected[i]?.kl?.[t] as number, 6);
		}
		expect(Math.max(...(compared[0]?.kl ?? []))).toBeGreaterThan(1e-3);
	});

	it("differ by exactly nothing if their weights are equal", async () => {
		const { parts } = keeping();
		const [own, base] = [await tiny(), await tiny()];
		const reader = await openComparison(own, base, { ...how, parts });
		const scores = await reader.score(rows);
		await reader.dispose();
		expect(scores.every(({ kl }) => kl?.every((value) => value === 0))).toBe(
			true,
		);
	});
});
