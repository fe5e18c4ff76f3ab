import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../../core/cache-folder.ts";
import { TemperError } from "../../core/error.ts";
import { writeError } from "../../core/file-error.ts";
import { type Example, supervisedCount } from "../../data/example.ts";
import { hashExamples } from "../../data/hash-examples.ts";
import { openSafetensors } from "../../formats/safetensors/safetensors.ts";
import { readTensor } from "../../formats/safetensors/tensor-data.ts";
import { writeSafetensors } from "../../formats/safetensors/write-safetensors.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";

const tensorName = "logProb";

/** How scores are computed, as the part of their key that is no weight and no row: engines differ in the last digits. */
export function scoreKey({
	engine,
	precision,
}: Pick<ResolvedRecipe, "engine" | "precision">): string {
	if (engine.kind !== "onnx") return `${engine.kind} ${precision}`;
	return precision === "int8" ? "int8 rotated" : precision;
}

/**
 * Log-probabilities of the rows' supervised tokens under the reference, by row. They depend on the weights, the
 * precision and the encoded rows alone, and are kept on disk under a hash of these; `compute` fills a gap, and replaces
 * a file that does not hold all of them. Throws `disk` if they cannot be kept.
 */
export async function referenceScores(
	rows: readonly Example[],
	model: { readonly sha256: string; readonly precision: string },
	compute: () => Promise<Float32Array[]>,
	folder = cacheFolder("scores"),
): Promise<Float32Array[]> {
	const key = createHash("sha256")
		.update(`${model.sha256} ${model.precision} ${hashExamples(rows)}`)
		.digest("hex");
	const path = join(folder, `${key}.safetensors`);
	const kept = existsSync(path) ? await readScores(path, rows) : null;
	const scores = kept ?? (await compute());
	if (!kept) await keepScores(folder, path, scores);
	return scores;
}

/** Null for a file that is damaged or holds something else. */
async function readScores(
	path: string,
	rows: readonly Example[],
): Promise<Float32Array[] | null> {
	try {
		const { tensors } = await openSafetensors(path);
		const scores: Float32Array[] = [];
		for (const [i, row] of rows.entries()) {
			const tensor = tensors.get(`${tensorName}.${i}`);
			if (tensor?.shape[0] !== supervisedCount(row)) return null;
			scores.push(await readTensor(tensor));
		}
		return tensors.size === rows.length ? scores : null;
	} catch (error) {
		if (error instanceof TemperError && error.code !== "internal") return null;
		throw error;
	}
}

async function keepScores(
	folder: string,
	path: string,
	scores: readonly Float32Array[],
): Promise<void> {
	try {
		await mkdir(folder, { recursive: true });
	} catch (error) {
		throw writeError(error, folder);
	}
	await writeSafetensors(
		path,
		scores.map((data, i) => ({
			name: `${tensorName}.${i}`,
			dtype: "F32" as const,
			shape: [data.length],
			read: () => data,
		})),
	);
}
