import { describe, expect, it } from "vitest";
import { ServerLog } from "./server-log.ts";

function log(...lines: string[]): ServerLog {
	const all = new ServerLog();
	for (const line of lines) all.add(`${line}\n`);
	return all;
}
const core = "(EngineCore pid=25983) ERROR 11-30 09:23:38 [core.py:900] ";
const api = "(APIServer pid=23577) ";

describe("last words", () => {
	it("are the error of the process that failed, not of the one that waited for it", () => {
		const words = log(
			"(APIServer pid=1) INFO 11-30 09:23:38 [api_server.py:1] hello",
			`${core}Traceback (most recent call last):`,
			`${core}  File "x.py", line 1`,
			`${core}torch.OutOfMemoryError: CUDA out of memory. Tried 2 GiB.`,
			`${api}Traceback (most recent call last):`,
			`${api}RuntimeError: Engine core initialization failed. See root cause above.`,
		).lastWords();
		expect(words).toBe(
			"torch.OutOfMemoryError: CUDA out of memory. Tried 2 GiB",
		);
	});

	it("are those of the parser for arguments that it does not know", () => {
		const words = log(
			"usage: vllm serve",
			"vllm: error: unrecognized arguments: --x",
		);
		expect(words.lastWords()).toBe("vllm: error: unrecognized arguments: --x");
	});

	it("are the last lines if there is no error, and null if there is nothing", () => {
		expect(log("a", "b", "", "c", "d").lastWords()).toBe("b / c / d");
		expect(log().lastWords()).toBeNull();
	});
});

describe("advice", () => {
	it.each([
		[
			"ValueError: Free memory on device cuda:0 (20/80 GiB) on startup is less than desired GPU memory utilization (0.9, 72 GiB).",
			"--gpu-memory-utilization",
		],
		[
			"ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization`.",
			"--max-model-len",
		],
		[
			"ValueError: GPT2LMHeadModel does not support LoRA yet.",
			"vLLM has no LoRA for this model",
		],
	])("for %s", (line, advice) => {
		expect(log(core + line).advice(false)).toContain(advice);
	});

	it("follows from how it ended, or there is none", () => {
		expect(log("a").advice(true)).toContain("Its memory ran out");
		expect(log("a", "INFO out of memory").advice(false)).toBeNull();
	});
});
