import { type MessagePort, parentPort } from "node:worker_threads";
import { OnnxSession } from "../onnx-session.ts";
import type { SessionModel } from "../session-model.ts";
import { plainError, type Reply, type RunRequest } from "./session-messages.ts";

/** Opens the model and computes every run that is asked for. */
async function serve(port: MessagePort, model: SessionModel): Promise<void> {
	const say = (reply: Reply, moved: readonly ArrayBuffer[] = []) =>
		port.postMessage(reply, moved);
	try {
		const session = await OnnxSession.open(model);
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

// The model comes as a message, because what a thread is started with stays in memory until it ends.
const port = parentPort;
port?.once("message", (model: SessionModel) => serve(port, model));
