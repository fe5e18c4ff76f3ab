import { spawn } from "node:child_process";
import { once } from "node:events";
import { basename, parse } from "node:path";
import { locateRuntime } from "../locate-runtime.ts";
import type { SessionOptions } from "../onnxruntime.ts";
import "../without-telemetry.ts";

const program = `
const [runtime, options] = process.argv.slice(1);
const { InferenceSession } = require(runtime);
const model = require("node:fs").readFileSync(0);
InferenceSession.create(model, JSON.parse(options)).then((session) => session.release());`;

export interface PackedFiles {
	/** What the runtime writes matrices to, and what it makes of them. */
	readonly data: string;
	/** A model that says what lies where in it, in the same folder. */
	readonly model: string;
}

/**
 * Has ONNX Runtime open a model and write its weights as it packs them. In a process of its own, because the memory that this takes, as much as
 * the weights, would stay with this one.
 */
export async function pack(
	packing: Uint8Array,
	{ data, model }: PackedFiles,
): Promise<void> {
	const options: SessionOptions = {
		...{ executionProviders: ["cpu"], intraOpNumThreads: 1 },
		...{ logSeverityLevel: 3, enableCpuMemArena: false },
		...{ graphOptimizationLevel: "disabled", optimizedModelFilePath: model },
		extra: {
			session: {
				model_external_initializers_file_folder_path: parse(data).root,
				optimized_model_external_initializers_file_name: basename(data),
				optimized_model_external_initializers_min_size_in_bytes: "1024",
				save_external_prepacked_constant_initializers: "1",
			},
		},
	};
	const child = spawn(
		process.execPath,
		["-e", program, locateRuntime().folder, JSON.stringify(options)],
		{ stdio: ["pipe", "ignore", "ignore"] },
	);
	// A process that ends early refuses what it is sent; its status says so.
	child.stdin.on("error", () => {});
	child.stdin.end(packing);
	const [status] = await once(child, "close");
	if (status !== 0) throw new Error(`packing ended with ${status}`);
}
