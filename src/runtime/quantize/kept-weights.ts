import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import {
	appendFile,
	copyFile,
	link,
	mkdir,
	open,
	readdir,
	rename,
	rm,
	stat,
	utimes,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../core/cache-folder.ts";
import type { StoredTensor } from "../../core/dtype.ts";
import type { QuantizedMatrix } from "../lower/quantized.ts";
import { writeQuantized } from "./quantize.ts";

/** A change of how weights are rotated or rounded, which makes what was kept before worthless. */
const method = "rotated 1";

export interface WeightCache {
	readonly folder: string;
	/** Files of fewer bytes are not kept: making them takes no time. */
	readonly least: number;
	/** Bytes of all files together. */
	readonly most: number;
}

/** Null if the environment variable `TEMPER_NO_CACHE` is set. */
export function usualCache(): WeightCache | null {
	if (process.env.TEMPER_NO_CACHE) return null;
	return { folder: cacheFolder("weights"), least: 32e6, most: 8e9 };
}

/** Bytes of the digest at the end of a kept file. */
export const digestBytes = 32;

/**
 * Writes all matrices to a new file, as `writeQuantized` does. The file is kept under a hash of the weights and of what was done to them, and
 * taken from there the next time. A kept file that is damaged is made again. A cache that cannot be read or written is left alone. Returns
 * whether the file is kept.
 */
export async function writeKept(
	path: string,
	matrices: readonly QuantizedMatrix[],
	cache = usualCache(),
): Promise<boolean> {
	const bytes = matrices.at(-1)?.end ?? 0;
	if (cache === null || bytes < cache.least || bytes > cache.most) {
		await writeQuantized(path, matrices);
		return false;
	}
	const kept = join(cache.folder, await keyOf(matrices));
	if (await take(kept, path, bytes)) return true;
	await writeQuantized(path, matrices);
	return keep(path, kept, cache.most).then(
		() => true,
		() => false,
	);
}

/** Of the bytes of all weight files, of the tensors in them, and of the form in which products read them. */
async function keyOf(matrices: readonly QuantizedMatrix[]): Promise<string> {
	const digests = new Map<string, string>();
	const place = async ({ file, offset, dtype, shape }: StoredTensor) => {
		const known = digests.get(file) ?? (await digestOf(file)).toString("hex");
		digests.set(file, known);
		return [known, offset, dtype, shape];
	};
	const hash = createHash("sha256").update(method);
	for (const matrix of matrices) {
		const { tensor, transform, form, codeType, transposed } = matrix;
		const gain = transform?.gain ?? null;
		const parts = [await place(tensor), gain && (await place(gain))];
		const kind = [transform?.blocks, form, codeType, transposed];
		hash.update(JSON.stringify([...parts, ...kind]));
		hash.update(` ${matrix.codesOffset}\n`);
	}
	return hash.digest("hex");
}

/** SHA-256 of the first bytes of a file, or of all. */
export async function digestOf(path: string, bytes?: number): Promise<Buffer> {
	const hash = createHash("sha256");
	const end = bytes === undefined ? {} : { end: bytes - 1 };
	const options = { ...end, highWaterMark: 1 << 20 };
	for await (const chunk of createReadStream(path, options)) hash.update(chunk);
	return hash.digest();
}

/** A second name for a file, or a copy on another file system. */
async function linkOrCopy(from: string, to: string): Promise<void> {
	await link(from, to).catch(() => copyFile(from, to));
}

/** Whether there is a kept file, now at `path` too. One that is damaged is removed. */
async function take(
	kept: string,
	path: string,
	bytes: number,
): Promise<boolean> {
	try {
		await linkOrCopy(kept, path);
		if (await isWhole(path, bytes)) {
			const now = new Date();
			await utimes(kept, now, now).catch(() => {});
			return true;
		}
		await rm(kept, { force: true });
	} catch {
		// Not kept, or out of reach.
	}
	await rm(path, { force: true });
	return false;
}

async function isWhole(path: string, bytes: number): Promise<boolean> {
	const { size } = await stat(path);
	if (size !== bytes + digestBytes) return false;
	const found = await bytesAt(path, bytes, digestBytes);
	return found.equals(await digestOf(path, bytes));
}

export async function bytesAt(
	path: string,
	position: number,
	length: number,
): Promise<Buffer> {
	const found = Buffer.alloc(length);
	const file = await open(path);
	try {
		await file.read(found, 0, length, position);
	} finally {
		await file.close();
	}
	return found;
}

/** Two processes may keep the same file at once: each renames a whole one into its place. */
async function keep(path: string, kept: string, most: number): Promise<void> {
	await mkdir(dirname(kept), { recursive: true });
	const temporary = `${kept}.${randomUUID()}`;
	try {
		await appendFile(path, await digestOf(path));
		await linkOrCopy(path, temporary);
		await rename(temporary, kept);
	} finally {
		await rm(temporary, { force: true });
	}
	await prune(dirname(kept), most);
}

/**
 * Removes the files that were not used the longest. Sessions that read one hold it by a name of their own. Other processes write, rename and remove
 * files here at the same time: one that is gone by now takes no room.
 */
export async function prune(folder: string, most: number): Promise<void> {
	const found = await Promise.all(
		(await readdir(folder)).map(async (name) => {
			const path = join(folder, name);
			const known = await stat(path).catch(() => null);
			return known && { path, size: known.size, mtimeMs: known.mtimeMs };
		}),
	);
	const files = found.filter((file) => file !== null);
	let left = files.reduce((sum, { size }) => sum + size, 0);
	for (const { path, size } of files.toSorted(
		(a, b) => a.mtimeMs - b.mtimeMs,
	)) {
		if (left <= most) return;
		await rm(path, { force: true });
		left -= size;
	}
}
