import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./raw-worker.ts";
import { savedRequests } from "./requests.ts";

/** Where saved messages are: `OP.request.safetensors` and `OP.reply.safetensors`. */
export const savedFolder = join(root, "test", "fixtures", "torch-messages");

export const savedOps = savedRequests.map(({ fields }) => String(fields.op));

export function readSaved(op: string, side: "request" | "reply"): Uint8Array {
	return readFileSync(join(savedFolder, `${op}.${side}.safetensors`));
}
