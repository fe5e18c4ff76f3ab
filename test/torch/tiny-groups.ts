import { spawnSync } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TorchGroup } from "../../src/engine/torch/process.ts";

/** Processes on the CPU, with one thread each. */
export function startGroup(
	python: string,
	processes: number,
): Promise<TorchGroup> {
	return TorchGroup.start({
		...{ python, nodes: 1, processes, launch: null },
		...{ cpu: true, threads: 1 },
	});
}

/** A folder of tiny models with random weights: gpt2, gemma, qwen, capped and wide. The caller removes it. */
export async function makeTinyModels(python: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "temper-tiny-"));
	const program = join(import.meta.dirname, "programs", "tiny_models.py");
	const made = spawnSync(python, [program, folder], { encoding: "utf8" });
	if (made.status !== 0) throw new Error(made.stderr);
	return folder;
}
