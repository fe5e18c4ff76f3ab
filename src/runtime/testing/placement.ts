import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Graph } from "../../graph/graph.ts";
import type { Buffers } from "../../graph/session.ts";
import { OnnxSession } from "../onnx-session.ts";
import type { OnnxSessionOptions } from "../session-model.ts";

/** How often each kind of node ran, by where it ran. */
export interface Placement {
	readonly device: Readonly<Record<string, number>>;
	/** Nodes for which the device has no kernel. */
	readonly cpu: Readonly<Record<string, number>>;
}

interface ProfileEvent {
	readonly name: string;
	readonly args?: { readonly provider?: string; readonly op_name?: string };
}

/** Runs a graph once and counts, from the runtime's own profile, which nodes the device ran. */
export async function placement(
	graph: Graph,
	feeds: Buffers,
	options: OnnxSessionOptions,
): Promise<Placement> {
	const folder = mkdtempSync(join(tmpdir(), "temper-placement-"));
	try {
		const profile = join(folder, "run");
		const session = await OnnxSession.create(graph, { ...options, profile });
		await session.run(feeds);
		session.endProfiling();
		await session.dispose();
		const [file] = readdirSync(folder) as [string];
		const text = readFileSync(join(folder, file), "utf8");
		return count(JSON.parse(text) as ProfileEvent[]);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function count(events: readonly ProfileEvent[]): Placement {
	const device: Record<string, number> = {};
	const cpu: Record<string, number> = {};
	for (const { name, args } of events) {
		if (!name.endsWith("_kernel_time") || !args?.op_name) continue;
		const side = args.provider === "CPUExecutionProvider" ? cpu : device;
		side[args.op_name] = (side[args.op_name] ?? 0) + 1;
	}
	return { device, cpu };
}
