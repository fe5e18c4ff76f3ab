import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireTorch } from "../../../src/engine/torch/inspect-python.ts";
import { encodeMessage } from "../../../src/engine/torch/wire.ts";
import { RawWorker } from "./raw-worker.ts";
import { savedRequests } from "./requests.ts";
import { savedFolder } from "./saved.ts";

// Saves the requests of requests.ts, and what a worker answers, as the fixtures of the tests of messages:
// npx tsx --conditions=source test/torch/messages/record.ts

const { python } = await requireTorch();
const worker = await RawWorker.start(python);
try {
	for (const request of savedRequests) {
		const [, ...blob] = encodeMessage(request);
		const bytes = Buffer.concat(blob);
		const path = join(savedFolder, String(request.fields.op));
		writeFileSync(`${path}.request.safetensors`, bytes);
		const reply = await worker.ask(bytes);
		writeFileSync(`${path}.reply.safetensors`, reply);
	}
} finally {
	await worker.end();
}
