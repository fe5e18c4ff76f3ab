import { chmodSync, existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { isEngineLost } from "../engine-lost.ts";
import { listenForRanks } from "./listener.ts";
import { type GroupOptions, TorchGroup } from "./process.ts";
import { encodeMessage } from "./wire.ts";

const fake = fileURLToPath(new URL("testing/fake-ranks.ts", import.meta.url));

const options = (mode = ""): GroupOptions => ({
	...{ python: "python", nodes: 1, processes: 1, cpu: true, threads: null },
	launch: `exec ${process.execPath} --import tsx --conditions=source ${fake} ${mode} # {command}`,
	patience: { first: 1, least: 1, times: 5 },
	start: 20,
});

const groups: TorchGroup[] = [];
async function start(mode?: string): Promise<TorchGroup> {
	const group = await TorchGroup.start(options(mode));
	groups.push(group);
	return group;
}
afterEach(async () => {
	for (const group of groups.splice(0)) await group.end();
});

const failure = (promise: Promise<unknown>) =>
	promise.then(
		() => expect.fail("it did not fail"),
		(error: Error) => error,
	);

const isAlive = (pid: number) => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};

describe("a group of processes", () => {
	it("answers requests in their order, tensors included", async () => {
		const group = await start();
		expect(group.hello.world).toBe(1);
		const tensors = { a: { shape: [2], data: Float32Array.of(1, 2) } };
		const [one, two] = await Promise.all([
			group.request({ op: "first", fields: { x: 5 }, tensors }),
			group.request({ op: "second" }),
		]);
		expect(one).toEqual({
			fields: { id: 1, op: "first", x: 5, ok: true },
			tensors,
		});
		expect(two.fields).toEqual({ id: 2, op: "second", ok: true });
	});

	it("passes on what the ranks refuse and goes on", async () => {
		const group = await start();
		const error = await failure(group.request({ op: "refuse" }));
		expect(error).toMatchObject({ name: "TemperError", code: "data" });
		expect(error.message).toBe("row 1: expected a, found b. Do c.");
		expect(isEngineLost(error)).toBe(false);
		await group.request({ op: "again" });
	});

	it("that dies is described by what it said last, and answers nothing more", async () => {
		const group = await start();
		const error = await failure(group.request({ op: "die" }));
		expect(error.message).toBe(
			"PyTorch processes: expected all of them alive during die, found the first one ended with exit code 3.",
		);
		expect(isEngineLost(error)).toBe(true);
		expect(await failure(group.request({ op: "again" }))).toBe(error);
	});

	it("is lost if rank 0 misses another one that was killed", async () => {
		const group = await start();
		const error = await failure(group.request({ op: "miss-killed" }));
		expect(error.message).toContain(
			"found the first one ended with exit code 1",
		);
		expect(isEngineLost(error)).toBe(true);
	});

	it("ends with the exception of the rank that raised it", async () => {
		for (const [op, found] of [
			["raise-and-end", "KeyError: 'x'"],
			["miss-raised", "ValueError: of rank 1"],
		] as const) {
			const group = await start();
			const error = await failure(group.request({ op }));
			expect(error).toMatchObject({ code: "internal", found });
			expect(isEngineLost(error)).toBe(false);
			expect(await failure(group.request({ op: "again" }))).toBe(error);
		}
	});

	it("goes on after an exception that only rank 0 could raise", async () => {
		const group = await start();
		const error = await failure(group.request({ op: "raise" }));
		expect(error).toMatchObject({ code: "internal", found: "KeyError: 'x'" });
		expect(isEngineLost(error)).toBe(false);
		await group.request({ op: "again" });
	});

	it("leaves no temporary files", async () => {
		const home = mkdtempSync(join(tmpdir(), "temper-fake-"));
		const python = join(home, "python");
		const words = `"${process.execPath}" --import tsx --conditions=source`;
		writeFileSync(python, `#!/bin/sh\nexec ${words} "${fake}"\n`);
		chmodSync(python, 0o755);
		const group = await TorchGroup.start({
			...{ ...options(), launch: null, python },
		});
		const { fields } = await group.request({ op: "scratch" });
		const folder = String(fields.folder);
		writeFileSync(join(folder, "file"), "");
		await group.end();
		expect(existsSync(folder)).toBe(false);
		await rm(home, { recursive: true, maxRetries: 10 });
	});

	it("that hangs is ended, with all that it started", async () => {
		const group = await start();
		const { fields } = await group.request({ op: "child" });
		const error = await failure(group.request({ op: "hang" }));
		expect(error.message).toContain(
			"expected an answer to hang within 1 seconds, found none, so at least one rank hangs",
		);
		expect(isEngineLost(error)).toBe(true);
		for (let i = 0; i < 50 && isAlive(fields.pid as number); i++)
			await pause(100);
		expect(isAlive(fields.pid as number)).toBe(false);
	});

	it("that sends noise is lost", async () => {
		const group = await start();
		const error = await failure(group.request({ op: "noise" }));
		expect(error.message).toContain("expected at most");
		expect(isEngineLost(error)).toBe(true);
	});

	it("that never shows the right token is not waited for longer than allowed", async () => {
		const began = performance.now();
		const error = await failure(
			TorchGroup.start({ ...options("--token"), start: 3 }),
		);
		expect(error.message).toContain("all of them ready within 3 seconds");
		expect(performance.now() - began).toBeLessThan(15_000);
	});

	it("of another version is refused", async () => {
		const error = await failure(TorchGroup.start(options("--old")));
		expect(error.message).toContain(
			"expected version 1 of the messages, found version 0",
		);
	});

	it("that ends before it connects says why", async () => {
		const launch =
			"echo 'ModuleNotFoundError: No torch' >&2; exit 4 # {command}";
		const error = await failure(TorchGroup.start({ ...options(), launch }));
		expect(error.message).toContain(
			"alive while they start, found the first one ended with exit code 4; last message: ModuleNotFoundError: No torch",
		);
	});
});

describe("a listener", () => {
	it("lets in whoever shows the token, after others, and leaves nothing behind", async () => {
		const listener = await listenForRanks(false);
		const path = listener.address.slice("unix:".length);
		const hello = (token: unknown) =>
			Buffer.concat(
				encodeMessage({
					fields: { op: "hello", protocol: 1, token },
					tensors: {},
				}),
			);
		for (const bytes of [hello("x"), hello(7), Buffer.alloc(20, 255)]) {
			const wrong = connect(path);
			wrong.on("error", () => {});
			wrong.write(bytes);
			await new Promise((resolve) => wrong.once("close", resolve));
		}
		const silent = connect(path);
		silent.on("error", () => {});
		const right = connect(path);
		right.write(hello(listener.token));
		const { hello: got, socket } = await listener.connected;
		expect(got.fields.token).toBe(listener.token);
		for (const one of [silent, right, socket]) one.destroy();
		await listener.close();
		expect(existsSync(path)).toBe(false);
	});
});
