import type { SharedFiles } from "../../core/shared-files.ts";
import { KeptScores } from "../../policy/kept-scores.ts";
import { SharedScores } from "../../policy/shared-scores.ts";
import type { DeviceOptions } from "../../runtime/device.ts";
import { KeptSessions } from "../../runtime/kept-sessions.ts";
import { type GraphEngine, onnxEngineFrom } from "./graph-engine.ts";
import { graphParts } from "./graph-parts.ts";

/**
 * ONNX Runtime in a process that trains and measures several times: sessions are kept for the next user of an equal graph, and scores of
 * equal weights on equal rows are computed once, those of bases once for all processes that are given `files`. The numbers are those of
 * `onnxEngine`.
 */
export function keepingEngine(
	options: DeviceOptions,
	files: SharedFiles | null = null,
): GraphEngine {
	const sessions = new KeptSessions(options);
	const shared = files && new SharedScores(files, JSON.stringify(options));
	const parts = graphParts(sessions.backend, new KeptScores({ shared }));
	return onnxEngineFrom(options, parts);
}
