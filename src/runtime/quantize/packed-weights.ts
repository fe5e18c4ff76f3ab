import { createHash, randomUUID } from "node:crypto";
import {
	appendFile,
	readFile,
	rename,
	rm,
	stat,
	utimes,
} from "node:fs/promises";
import { cpus } from "node:os";
import { join, parse } from "node:path";
import { locateRuntime } from "../locate-runtime.ts";
import { fromRoot } from "../lower/lower.ts";
import type { PackedWeights, QuantizedMatrix } from "../lower/quantized.ts";
import { type ExternalPlace, externalPlaces } from "../proto.ts";
import {
	bytesAt,
	digestBytes,
	digestOf,
	prune,
	usualCache,
	type WeightCache,
} from "./kept-weights.ts";
import { pack } from "./pack.ts";
import { nameAt, packingModel } from "./packing-model.ts";

/** A change of what a file of packed weights contains. */
const method = "packed 1";

/** What follows the bytes that the runtime wrote: places as JSON, their length, and a digest of everything before it. */
const lengthBytes = 4;

type Places = readonly Omit<ExternalPlace, "location">[];

/**
 * The 8-bit matrices of a kept file as the runtime's products read them, in a file that all sessions map instead of packing their own. It is made
 * the first time. Null if it cannot be made or read: sessions then hold copies.
 */
export async function packedWeights(
	kept: string,
	matrices: readonly QuantizedMatrix[],
	cache = usualCache(),
): Promise<PackedWeights | null> {
	const bytes = 2 * (matrices.at(-1)?.end ?? 0);
	if (cache === null || bytes > cache.most) return null;
	if (matrices.some(({ form }) => form === "blocks")) return null;
	if (parse(kept).root !== parse(cache.folder).root) return null;
	try {
		const path = join(cache.folder, await keyOf(kept, matrices));
		const places =
			(await placesIn(path)) ?? (await make(path, kept, matrices, cache));
		const location = fromRoot(path);
		return { places: places.map((place) => ({ ...place, location })) };
	} catch {
		return null;
	}
}

/** Of the bytes of the matrices, of their layout, and of what packs them. */
async function keyOf(
	kept: string,
	matrices: readonly QuantizedMatrix[],
): Promise<string> {
	const { size } = await stat(kept);
	const digest = await bytesAt(kept, size - digestBytes, digestBytes);
	const layout = matrices.map((m) => [
		m.codesOffset,
		m.inner,
		m.outputs,
		m.codeType,
	]);
	const { version } = locateRuntime();
	const processor = [process.platform, process.arch, cpus()[0]?.model];
	return createHash("sha256")
		.update(digest)
		.update(JSON.stringify([method, version, processor, layout]))
		.digest("hex");
}

/** Null if there is no such file, or none any more when it is read. One that is damaged is removed. */
async function placesIn(path: string): Promise<Places | null> {
	try {
		return await readPlaces(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}

async function readPlaces(path: string): Promise<Places | null> {
	const { size } = await stat(path);
	const end = size - digestBytes;
	const digest = await bytesAt(path, Math.max(end, 0), digestBytes);
	if (end < lengthBytes || !digest.equals(await digestOf(path, end))) {
		await rm(path, { force: true });
		return null;
	}
	const lengthAt = end - lengthBytes;
	const length = (await bytesAt(path, lengthAt, lengthBytes)).readUInt32LE();
	const now = new Date();
	await utimes(path, now, now).catch(() => {});
	const json = await bytesAt(path, lengthAt - length, length);
	return JSON.parse(json.toString("utf8"));
}

/** Two processes may make the same file at once: each renames a whole one into its place. */
async function make(
	path: string,
	kept: string,
	matrices: readonly QuantizedMatrix[],
	{ folder, most }: WeightCache,
): Promise<Places> {
	const data = `${path}.${randomUUID()}`;
	const model = `${data}.onnx`;
	try {
		await pack(packingModel(kept, matrices), { data, model });
		const found = externalPlaces(await readFile(model));
		const places = matrices.map((_, i) => {
			const { location: _file, ...place } = found.get(
				nameAt(i),
			) as ExternalPlace;
			return place;
		});
		const json = Buffer.from(JSON.stringify(places));
		const length = Buffer.alloc(lengthBytes);
		length.writeUInt32LE(json.length);
		await appendFile(data, Buffer.concat([json, length]));
		await appendFile(data, await digestOf(data));
		await rename(data, path);
		await prune(folder, most);
		return places;
	} finally {
		await rm(data, { force: true });
		await rm(model, { force: true });
	}
}
