import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import type { StoredTensor } from "../core/dtype.ts";
import type { Graph, Source } from "./graph.ts";

/**
 * A hash, in hexadecimal, of all that a graph computes. Frozen weights enter by the places of their bytes and by size, time of change
 * and inode of their files: a file that is written anew gives another key.
 */
export function graphKey({ leaves, nodes, outputs }: Graph): string {
	const hash = createHash("sha256");
	const files = new Set<string>();
	const place = ({ file, offset, length, dtype, shape }: StoredTensor) => {
		files.add(file);
		return [file, offset, length, dtype, shape];
	};
	const add = (...parts: unknown[]) =>
		hash.update(`${JSON.stringify(parts)}\n`);
	for (const { value, source } of leaves) {
		add(value.name, value.dtype, value.shape, sourceKey(source, place));
		if (source.kind === "constant") {
			const { buffer, byteOffset, byteLength } = source.data;
			hash.update(new Uint8Array(buffer, byteOffset, byteLength));
		}
	}
	for (const { op, inputs, outputs: results, attributes } of nodes)
		add(
			op,
			inputs.map(({ name }) => name),
			results.map(({ name }) => name),
			attributes,
		);
	for (const [name, value] of Object.entries(outputs)) add(name, value.name);
	for (const file of files) {
		const { size, mtimeMs, ino } = statSync(file);
		add(file, size, mtimeMs, ino);
	}
	return hash.digest("hex");
}

function sourceKey(
	source: Source,
	place: (tensor: StoredTensor) => unknown,
): unknown {
	if (source.kind === "input") return source.kind;
	if (source.kind === "constant")
		return [source.kind, source.data.constructor.name, source.data.length];
	const { kind, tensor, transform, ...others } = source;
	const { gain = null, ...turned } = transform ?? {};
	return [kind, place(tensor), others, turned, gain && place(gain)];
}
