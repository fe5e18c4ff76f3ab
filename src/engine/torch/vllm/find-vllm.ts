import { dirname, join } from "node:path";
import { TemperError } from "../../../core/error.ts";
import { findProgram } from "../environment.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The program `vllm`: the one that TEMPER_VLLM names, otherwise the one beside the Python of the PyTorch engine, otherwise the
 * first on PATH. Throws `recipe` for a variable that names no executable and `device` if there is none.
 */
export function findVllm(python: string, env: Variables = process.env): string {
	const named = env.TEMPER_VLLM ?? "";
	if (named !== "") {
		const program = findProgram(named, env);
		if (program !== null) return program;
		throw new TemperError("recipe", {
			where: "TEMPER_VLLM",
			expected: "the executable vllm of an environment with vLLM",
			found: `${named}, which is no executable file`,
			hint: "Correct the variable, or unset it.",
		});
	}
	const found =
		findProgram(join(dirname(python), "vllm"), env) ?? findProgram("vllm", env);
	if (found !== null) return found;
	throw new TemperError("device", {
		where: "engine.sampler vllm",
		expected: "the program vllm",
		found: "none",
		hint: "Install vLLM in a Python environment of its own and name its program in the variable TEMPER_VLLM, name a running server in engine.sampler.address, or leave engine.sampler out: transformers then draws the samples.",
	});
}
