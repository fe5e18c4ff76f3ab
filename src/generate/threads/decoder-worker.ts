// Decodes in a thread of its own, with a session and caches that stay here.
import { workerData } from "node:worker_threads";
import { answerEach } from "../../core/threads/answer-each.ts";
import type { Buffers } from "../../graph/session.ts";
import type { DeviceOptions } from "../../runtime/device.ts";
import { OnnxSession } from "../../runtime/onnx-session.ts";
import type { DecodePlan, DecodeRuns } from "../decode-session.ts";
import { ModelDecoder } from "../model-decoder.ts";
import type { CallMessage, DecoderCalls } from "./remote-decoder.ts";

/** What the thread is started with. */
export interface DecoderThreadData extends DecodePlan {
	readonly device: DeviceOptions;
}

const { graph, device, ...shape } = workerData as DecoderThreadData;
const opening = OnnxSession.create(graph, device);
// A session that cannot be opened fails the calls, which wait for it.
opening.catch(() => {});

const decoders = new Map<number, ModelDecoder>();

/** Adapters come as the graph reads them. */
function runsOf(session: OnnxSession): DecodeRuns {
	return {
		...shape,
		noAdapter: {},
		inBasis: (adapter) => adapter,
		run: (feeds, into) => session.run(feeds as Buffers, into),
	};
}

async function answer({ decoder, name, args }: CallMessage): Promise<unknown> {
	const session = await opening;
	if (name === "reset") {
		const [slots, capacity, adapter] = args as Parameters<
			DecoderCalls["reset"]
		>;
		const made = new ModelDecoder(runsOf(session), adapter);
		made.reset(slots, capacity);
		decoders.set(decoder, made);
		return null;
	}
	const called = decoders.get(decoder) as ModelDecoder;
	const method = called[name] as (...given: readonly unknown[]) => unknown;
	return method.apply(called, args as unknown[]);
}

answerEach(async (message: CallMessage | "close") => {
	if (message !== "close") return { result: await answer(message) };
	await opening.then(
		(session) => session.dispose(),
		() => {},
	);
	return { result: null };
});
