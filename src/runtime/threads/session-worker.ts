import { parentPort, workerData } from "node:worker_threads";
import { OnnxSession } from "../onnx-session.ts";
import type { SessionModel } from "../session-model.ts";
import { plainError, type Reply, type RunRequest } from "./session-messages.ts";

if (parentPort !== null) {
	const port = parentPort;
	const say = (reply: Reply, moved: readonly ArrayBuffer[] = []) =>
		port.postMessage(reply, moved);
	try {
		const session = await OnnxSession.open(workerData as SessionModel);
		port.on("message", async ({ feeds }: RunRequest) => {
			try {
				const outputs = await session.run(feeds);
				const arrays = Object.values(outputs).map(({ data }) => data.buffer);
				say({ kind: "outputs", outputs }, [
					...new Set(arrays as ArrayBuffer[]),
				]);
			} catch (error) {
				say({ kind: "failed", error: plainError(error) });
			}
		});
		say({ kind: "open", inputs: session.inputs });
	} catch (error) {
		say({ kind: "failed", error: plainError(error) });
	}
}
