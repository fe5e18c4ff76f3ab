import { createHash } from "node:crypto";
import type { NamedTensor } from "../core/named-tensor.ts";

/** SHA-256, in hexadecimal, of everything that is trained. */
export function policyHash({
	tensors,
}: {
	readonly tensors: readonly NamedTensor[];
}): string {
	const hash = createHash("sha256");
	for (const { name, data } of tensors) {
		hash.update(name);
		hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
	}
	return hash.digest("hex");
}
