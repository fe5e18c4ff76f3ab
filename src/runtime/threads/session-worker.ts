import { answerEach } from "../../core/threads/answer-each.ts";
import type { Buffers } from "../../graph/session.ts";
import { OnnxSession } from "../onnx-session.ts";
import type { SessionModel } from "../session-model.ts";

/**
 * What the thread is asked: first to open its session, for the names of its inputs, then to run it, for its outputs. The model comes as a
 * message, because what a thread is started with stays in memory until it ends.
 */
export type SessionRequest =
	| { readonly kind: "open"; readonly model: SessionModel }
	| { readonly kind: "run"; readonly feeds: Buffers };

let session: OnnxSession | null = null;

answerEach(async (request: SessionRequest) => {
	if (request.kind === "open") {
		session = await OnnxSession.open(request.model);
		return { result: session.inputs };
	}
	const outputs = await (session as OnnxSession).run(request.feeds);
	const memory = Object.values(outputs).map(({ data }) => data.buffer);
	return { result: outputs, moved: [...new Set(memory as ArrayBuffer[])] };
});
