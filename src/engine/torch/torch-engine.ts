import { openAnyModel } from "../../formats/open-any-model.ts";
import { gpusHere } from "../../runtime/gpus-here.ts";
import type { Engine } from "../engine.ts";
import { requireTorch } from "./inspect-python.ts";
import { patienceLimits } from "./patience.ts";
import { TorchGroup } from "./process.ts";
import { huggingFaceSampler } from "./sampler.ts";
import {
	type OpenSession,
	openTorchMeasured,
} from "./session/torch-measured.ts";
import { type SessionParts, TorchSession } from "./session/torch-session.ts";
import { checkVllm, type VllmSettings } from "./vllm/open-sampler.ts";
import { vllmGenerator } from "./vllm/vllm-generator.ts";

export interface TorchOptions {
	/** Processes of each machine; null: one for each GPU of this one, or a single one without a GPU. */
	readonly gpus: number | null;
	readonly nodes: number;
	readonly shard: "auto" | "none" | "full";
	/** A line for the shell that runs `{command}` on every machine; null runs it here. */
	readonly launch: string | null;
	/** The type of the model's weights. */
	readonly precision: string;
	/** What draws answers. */
	readonly sampler:
		| { readonly kind: "auto" | "hf" }
		| (VllmSettings & { readonly kind: "vllm" });
	/** Threads of a CPU that the processes of a machine share; null leaves the choice to PyTorch. */
	readonly threads: number | null;
}

/**
 * Computes with PyTorch, in processes that torchrun starts when a session opens, or when a measured model is first asked, and that
 * end with it. Throws `device` if there is no environment with PyTorch.
 */
export function torchEngine(options: TorchOptions): Engine {
	const { gpus, nodes, launch, threads, precision, shard } = options;
	const processes = gpus ?? Math.max(1, gpusHere());
	const all = nodes * processes;
	const openSession: OpenSession = async (session) => {
		const { python } = await requireTorch();
		const sampler = await samplerOf(options, python, session.model.folder);
		const group = await TorchGroup.start({
			...{ python, nodes, processes, launch, cpu: false },
			patience: patienceLimits(),
			threads: threads && Math.max(1, Math.floor(threads / processes)),
		});
		try {
			const parts = { group, precision, shard, sampler };
			return { group, session: await TorchSession.open(session, parts) };
		} catch (error) {
			await group.end();
			throw error;
		}
	};
	return {
		name: `PyTorch in ${all} ${all === 1 ? "process" : "processes"}, ${precision}`,
		async requireInstalled() {
			await requireTorch();
		},
		async openModel(folder) {
			await requireTorch();
			return openAnyModel(folder);
		},
		async open(session) {
			return (await openSession(session)).session;
		},
		async openMeasured(measured) {
			await requireTorch();
			return openTorchMeasured(measured, openSession);
		},
	};
}

/** Throws what would keep the sampler from answering, before processes are started. */
async function samplerOf(
	{ sampler, precision }: TorchOptions,
	python: string,
	model: string,
): Promise<SessionParts["sampler"]> {
	if (sampler.kind !== "vllm") return huggingFaceSampler;
	await checkVllm(sampler, { python, model });
	return (group, session) =>
		vllmGenerator(sampler, { python, precision }, group, session);
}
