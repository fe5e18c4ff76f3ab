import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, it } from "vitest";
import { collect } from "../../../generate/collect.ts";
import { VllmClient } from "./client.ts";
import { isServerLost } from "./lost.ts";
import { VllmSampler } from "./sampler.ts";
import type { VllmServer } from "./server.ts";
import { type StartOptions, startServer } from "./start-server.ts";
import type { FakeProgramFaults } from "./testing/fake-program.ts";

const root = mkdtempSync(join(tmpdir(), "temper-start-vllm-"));
afterAll(() => rm(root, { recursive: true, maxRetries: 10 }));
const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const running: VllmServer[] = [];
afterEach(async () => {
	for (const server of running.splice(0)) await server.end();
});

let count = 0;
/** A program that stands for vllm, writes its process id and arguments down, and has these faults. */
function fake(faults: FakeProgramFaults = {}) {
	const place = join(root, String(count++));
	const node = `exec ${process.execPath} --import tsx --conditions=source`;
	writeFileSync(
		place,
		`#!/bin/sh\necho $$ "$@" > ${place}.seen
FAKE_VLLM='${JSON.stringify(faults)}' ${node} ${local("testing/fake-program.ts")} "$@"\n`,
	);
	chmodSync(place, 0o755);
	const seen = () => readFileSync(`${place}.seen`, "utf8").trim().split(" ");
	const options: StartOptions = {
		...{ program: place, model: "/models/small", rank: 12, seconds: 60 },
		...{ dtype: "bfloat16", window: 64, arguments: ["--more"] },
	};
	return { options, seen };
}

async function start(options: StartOptions): Promise<VllmServer> {
	const server = await startServer(options);
	running.push(server);
	return server;
}

const isAlive = (pid: number) => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};

/** Whether a process is gone within so many seconds; one that was killed may still have to be collected. */
async function isGone(pid: number, seconds: number): Promise<boolean> {
	for (let i = 0; i < 10 * seconds && isAlive(pid); i++) await pause(100);
	return !isAlive(pid);
}

it("a server is started with room for the adapter, answers who knows its key, and is ended", async () => {
	const { options, seen } = fake();
	const server = await start(options);
	expect(server.window).toBe(64);
	const { address } = server.client;
	const [pid, ...words] = seen();
	expect(words.join(" ")).toBe(
		`serve /models/small --served-model-name ${server.model} --host 127.0.0.1 --port ${new URL(address).port} --enable-lora --max-lora-rank 16 --dtype bfloat16 --max-model-len 64 --generation-config vllm --more`,
	);
	const stranger = new VllmClient({ address, key: null });
	await expect(stranger.models()).rejects.toThrow(/status 401/);
	await server.end();
	expect(await isGone(Number(pid), 10)).toBe(true);
});

it("a server that does not start says why, with its last words", async () => {
	const { options } = fake({
		fails: [
			"(EngineCore pid=1) ERROR 11-30 09:23:38 [core.py:9] ValueError: GPT2LMHeadModel does not support LoRA yet.",
			"RuntimeError: Engine core initialization failed. See root cause above.",
		],
	});
	await expect(start(options)).rejects.toThrow(
		"vLLM server: expected it to start, found it ended with exit code 1; its last words: ValueError: GPT2LMHeadModel does not support LoRA yet. vLLM has no LoRA for this model: leave engine.sampler out, and transformers draws the samples.",
	);
	await expect(start({ ...options, program: root })).rejects.toThrow(
		/expected it to start, found it ended with exit code 126/,
	);
});

it("a server that is not ready in time is ended", async () => {
	const { options, seen } = fake({ hangs: true });
	await expect(start({ ...options, seconds: 3 })).rejects.toThrow(
		/expected it to be ready within 3 seconds/,
	);
	expect(await isGone(Number(seen()[0]), 10)).toBe(true);
});

it("a server whose start is interrupted is ended", async () => {
	const { options, seen } = fake({ hangs: true });
	const signal = AbortSignal.timeout(2000);
	await expect(startServer(options, signal)).rejects.toThrow("aborted");
	expect(await isGone(Number(seen()[0]), 10)).toBe(true);
});

it("a server that dies between answers is started anew and says what it said last if it dies again", async () => {
	const died = join(root, "died");
	const draw = async (faults: FakeProgramFaults) => {
		const { options } = fake(faults);
		const sampler = new VllmSampler({
			...{ folder: root, vocabSize: 50, maxLength: 40 },
			open: () => start(options),
		});
		return collect(
			sampler.generate(null, [Int32Array.of(1), Int32Array.of(2)], {
				...{ maxNewTokens: 3, sampling: { kind: "greedy" }, seed: 1 },
				...{ stopIds: [], stopStrings: [], batchRows: 1, newText: null },
			}),
		);
	};
	const drawn = await draw({ diesAt: 2, diedBefore: died });
	expect(drawn.map(({ ids }) => ids.length)).toEqual([3, 3]);
	const error = await draw({ diesAt: 1 }).catch((error: unknown) => error);
	expect(isServerLost(error)).toBe(true);
	expect((error as Error).message).toBe(
		"vLLM server: expected it alive while it answers, found it ended with exit code 1; its last words: RuntimeError: the fake died.",
	);
});

it.each([{}, { hangs: true }])(
	"a server with %j does not outlive a process that is killed",
	async (faults) => {
		const { options, seen } = fake(faults);
		const script = `import { startServer } from ${JSON.stringify(local("start-server.ts"))};
const started = startServer(${JSON.stringify(options)});
if (!${"hangs" in faults}) await started;
setTimeout(() => console.log("now"), 2000); setInterval(() => {}, 1000);`;
		const parent = spawn(process.execPath, [
			...["--import", "tsx", "--conditions=source", "--input-type=module"],
			...["-e", script],
		]);
		await once(parent.stdout, "data");
		const pid = Number(seen()[0]);
		expect(isAlive(pid)).toBe(true);
		parent.kill("SIGKILL");
		expect(await isGone(pid, 20)).toBe(true);
	},
);
