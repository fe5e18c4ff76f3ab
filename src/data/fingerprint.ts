import { createHash } from "node:crypto";
import type { EncodedRow } from "../text/encoded-row.ts";

/** The tokens before the first supervised one. A row that is learned from its start has no prompt but itself. */
export function promptOf({ ids, mask }: EncodedRow): Int32Array {
	const first = mask.indexOf(1);
	return first > 1 ? ids.subarray(0, first) : ids;
}

/** Equal for rows with the same prompt, token for token. */
export function promptKey(row: EncodedRow): string {
	return digest(promptOf(row));
}

/** Equal for rows with the same tokens and the same mask. */
export function rowKey({ ids, mask }: EncodedRow): string {
	return digest(ids, mask);
}

/** Equal for texts that differ only in case, punctuation, white space and forms of one character. */
export function textKey(text: string): string {
	const bare = text
		.normalize("NFKC")
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
		.trim();
	return digest(Buffer.from(bare === "" ? text : bare));
}

function digest(...parts: (Int32Array | Uint8Array)[]): string {
	const hash = createHash("sha256");
	for (const { buffer, byteOffset, byteLength } of parts) {
		hash.update(new Uint8Array(buffer, byteOffset, byteLength));
	}
	return hash.digest("base64").slice(0, 24);
}
