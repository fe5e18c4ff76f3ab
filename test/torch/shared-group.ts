import type { Engine, SessionOptions } from "../../src/engine/engine.ts";
import { TorchGroup } from "../../src/engine/torch/process.ts";
import { huggingFaceSampler } from "../../src/engine/torch/sampler.ts";
import { openTorchMeasured } from "../../src/engine/torch/session/torch-measured.ts";
import { TorchSession } from "../../src/engine/torch/session/torch-session.ts";
import { openModel } from "../../src/formats/open-model.ts";

export interface SharedTorch {
	readonly engine: Engine;
	end(): Promise<void>;
}

/**
 * The PyTorch engine in one process that serves one session after the other, since starting a process takes longer than
 * most tests. A session may be used until the next one opens.
 */
export async function shareTorch(python: string): Promise<SharedTorch> {
	const group = await TorchGroup.start({
		...{ python, nodes: 1, processes: 1, launch: null, cpu: true, threads: 1 },
	});
	const parts = {
		...{ group, precision: "float32", shard: "none" as const },
		sampler: huggingFaceSampler,
	};
	const open = async (options: SessionOptions) => {
		const session = await TorchSession.open(options, parts);
		session.dispose = async () => {};
		return session;
	};
	return {
		engine: {
			name: "PyTorch in one process",
			requireInstalled: async () => {},
			openModel: (folder) => openModel(folder, { checkValues: true }),
			open,
			openMeasured: (options) =>
				openTorchMeasured(options, async (session) => ({
					...{ group, session: await open(session) },
				})),
		},
		end: () => group.end(),
	};
}
