import { spawnSync } from "node:child_process";
import type { Worker } from "node:worker_threads";
import { afterEach, expect, it } from "vitest";
import { TemperError } from "../error.ts";
import { AnsweringThread } from "./answering-thread.ts";
import { startWorker } from "./start-worker.ts";
import type { AnsweringRequest } from "./testing/answering-worker.ts";

const started: AnsweringThread<AnsweringRequest>[] = [];
afterEach(async () => {
	for (const thread of started.splice(0)) await thread.stop();
});

function start(): {
	readonly thread: AnsweringThread<AnsweringRequest>;
	readonly worker: Worker;
} {
	const worker = startWorker("testing/answering-worker", import.meta.url, {
		resourceLimits: { maxOldGenerationSizeMb: 32 },
	});
	const thread = new AnsweringThread<AnsweringRequest>(worker, (cause) =>
		cause instanceof Error ? cause : new Error("ended"),
	);
	started.push(thread);
	return { thread, worker };
}

const say = (text: string, after = 0) =>
	({ kind: "say", text, after }) as const;

it("answers in the order of the requests, however long each takes", async () => {
	const { thread } = start();
	const seen: string[] = [];
	const asked = [say("a", 30), say("b"), say("c", 10), say("d")];
	await Promise.all(
		asked.map(async (request) => seen.push(await thread.ask<string>(request))),
	);
	expect(seen).toEqual(["a", "b", "c", "d"]);
	expect(await thread.ask({ kind: "fill", length: 3 })).toEqual(
		Float32Array.of(1, 1, 1),
	);
});

it("an error belongs to its request alone, and a TemperError keeps its parts", async () => {
	const { thread } = start();
	const [refused, other, said] = await Promise.allSettled([
		thread.ask({ kind: "refuse" }),
		thread.ask({ kind: "throw" }),
		thread.ask(say("still here")),
	]);
	expect(refused).toMatchObject({
		reason: { code: "data", where: "line 3", hint: "Write one." },
	});
	expect((refused as PromiseRejectedResult).reason).toBeInstanceOf(TemperError);
	expect(other).toMatchObject({ reason: { message: "something else" } });
	expect(said).toMatchObject({ value: "still here" });
	expect(thread.end).toBeNull();
});

it("what cannot be sent or read fails, and leaves the others their answers", async () => {
	const { thread, worker } = start();
	const unsendable = { ...say("x"), never: () => {} };
	const [failed, said] = await Promise.allSettled([
		thread.ask(unsendable),
		thread.ask(say("sent")),
	]);
	expect(failed).toMatchObject({ reason: { name: "DataCloneError" } });
	expect(said).toMatchObject({ value: "sent" });
	const unread = expect(thread.ask(say("lost", 50))).rejects.toThrow("unread");
	worker.emit("messageerror", new Error("unread"));
	await unread;
});

it.each([
	["crash", "crashed"],
	["exit", "ended"],
	["hoard", "memory limit"],
] as const)(
	"a thread that ends (%s) fails those who wait and all later ones",
	async (kind, message) => {
		const { thread } = start();
		const waiting = [thread.ask({ kind }), thread.ask(say("too late"))];
		for (const one of waiting)
			await expect(one).rejects.toThrow(new RegExp(message));
		await expect(thread.ask(say("later"))).rejects.toBe(thread.end);
	},
);

it("a thread that is closed answers what it has been asked, and nothing more", async () => {
	const { thread, worker } = start();
	const asked = Promise.all([thread.ask(say("a", 40)), thread.ask(say("b"))]);
	let exited = false;
	worker.on("exit", () => {
		exited = true;
	});
	const closed = thread.close();
	await expect(thread.ask(say("c"))).rejects.toThrow("ended");
	expect(await asked).toEqual(["a", "b"]);
	await closed;
	expect(exited).toBe(true);
});

it("a thread that is stopped tells the reason", async () => {
	const { thread } = start();
	const waiting = expect(thread.ask(say("a", 1e6))).rejects.toThrow("enough");
	await thread.stop(new Error("enough"));
	await waiting;
	await expect(thread.ask(say("b"))).rejects.toThrow("enough");
});

/** Runs a script with a `thread` in a process of its own. */
function inProcess(script: string) {
	const here = import.meta.url;
	const urlOf = (name: string) => JSON.stringify(new URL(name, here).href);
	const whole = `
const { startWorker } = await import(${urlOf("./start-worker.ts")});
const { AnsweringThread } = await import(${urlOf("./answering-thread.ts")});
const worker = startWorker("testing/answering-worker", ${JSON.stringify(here)}, {});
const thread = new AnsweringThread(worker, () => new Error("ended"));
const say = (text, after = 0) => thread.ask({ kind: "say", text, after });
${script}`;
	const { status, stdout } = spawnSync(
		process.execPath,
		["--import", "tsx", "--input-type=module", "-e", whole],
		{ encoding: "utf8", timeout: 20_000 },
	);
	return { status, stdout };
}

it("keeps the process alive while an answer is awaited, and no longer", () => {
	const found = inProcess(`
console.log(await say("first", 50));
say("second", 50).then(console.log);`);
	expect(found).toEqual({ status: 0, stdout: "first\nsecond\n" });
});

it("keeps the process alive until a thread that is stopped has ended, though it still answers", () => {
	const found = inProcess(`
await say("ready");
const late = say("late").catch(() => {});
// The answer is there, and has not been read.
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
await thread.stop();
console.log("stopped");`);
	expect(found).toEqual({ status: 0, stdout: "stopped\n" });
});
