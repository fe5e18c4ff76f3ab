import { createHash } from "node:crypto";
import type { EncodedRow } from "../text/encoded-row.ts";

/**
 * SHA-256, in hexadecimal, of the rows' ids and masks in their order: the key under which scores of a fixed model on
 * these rows may be kept. Where a row came from and whether its answer is liked do not enter.
 */
export function hashExamples(rows: Iterable<EncodedRow>): string {
	const hash = createHash("sha256");
	for (const { ids, mask } of rows) {
		const bytes = Buffer.alloc(4 + 4 * ids.length);
		bytes.writeUInt32LE(ids.length);
		ids.forEach((id, t) => {
			bytes.writeInt32LE(id, 4 + 4 * t);
		});
		hash.update(bytes).update(mask);
	}
	return hash.digest("hex");
}
