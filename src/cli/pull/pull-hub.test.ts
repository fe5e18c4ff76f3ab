import { spawn } from "node:child_process";
import {
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pulledMark } from "../../recipes/locate/model-folder.ts";
import { createTerminal } from "../terminal/terminal.ts";
import { pullHubFile, pullHubModel } from "./pull-hub.ts";
import { type FakeHub, startFakeHub } from "./testing/fake-hub.ts";

/** A checkpoint of one tensor of so many float32 values. */
function weights(values: number): Buffer {
	const header = Buffer.from(
		JSON.stringify({
			w: { dtype: "F32", shape: [values], data_offsets: [0, 4 * values] },
		}),
	);
	const prefix = Buffer.alloc(8);
	prefix.writeBigUInt64LE(BigInt(header.length));
	const data = Buffer.alloc(4 * values);
	for (let i = 0; i < values; i++) data.writeFloatLE(Math.sin(i), 4 * i);
	return Buffer.concat([prefix, header, data]);
}

const files = {
	"config.json": Buffer.from("{}"),
	"tokenizer.json": Buffer.from('{"a": 1}'),
	"model.safetensors": weights(100_000),
	"pytorch_model.bin": Buffer.from("pickle"),
	"onnx/model.onnx": Buffer.from("onnx"),
};
const size = files["model.safetensors"].length;

let folder: string;
let hub: FakeHub;
const lines: string[] = [];
beforeEach(async () => {
	folder = join(mkdtempSync(join(tmpdir(), "temper-pull-")), "model");
	lines.length = 0;
});
afterEach(() => hub.close());

function pull(token: string | null = null) {
	return pullHubModel("acme/tiny", folder, context(token));
}

function context(token: string | null = null) {
	return {
		hub: { endpoint: hub.endpoint, token },
		terminal: createTerminal({ write: (text) => lines.push(text) }, {}),
		pauseMs: 1,
	};
}

test("brings what a model needs, once", async () => {
	hub = await startFakeHub("acme/tiny", files);
	expect(await pull()).toBe(true);
	expect(readdirSync(folder).sort()).toEqual([
		"config.json",
		"model.safetensors",
		pulledMark,
		"tokenizer.json",
	]);
	expect(readFileSync(join(folder, "model.safetensors"))).toEqual(
		files["model.safetensors"],
	);
	expect(lines).toEqual([
		"config.json  2 B\n",
		"tokenizer.json  8 B\n",
		"model.safetensors  400 kB\n",
	]);
	expect(await pull()).toBe(false);
	expect(hub.requests).toHaveLength(3);
});

test("a broken connection goes on at its byte", async () => {
	hub = await startFakeHub("acme/tiny", files);
	hub.cut = (path, attempt) =>
		path === "model.safetensors" && attempt < 2 ? 120_000 : null;
	await pull();
	const ranges = hub.requests.filter((one) => one.startsWith("model"));
	expect(ranges).toEqual([
		"model.safetensors whole",
		"model.safetensors bytes=120000-",
		"model.safetensors bytes=240000-",
	]);
	expect(readFileSync(join(folder, "model.safetensors"))).toEqual(
		files["model.safetensors"],
	);
});

const puller = fileURLToPath(
	new URL("./testing/pull-once.ts", import.meta.url),
);

test("a killed process's part is gone on with", async () => {
	hub = await startFakeHub("acme/tiny", files);
	let held = true;
	hub.cut = (path) => (path === "model.safetensors" && held ? 50_000 : null);
	const child = spawn(
		process.execPath,
		["--conditions=source", "--import", "tsx", puller, hub.endpoint, folder],
		{ stdio: "ignore" },
	);
	const part = join(folder, "model.safetensors.part");
	while (!existsSync(part) || statSync(part).size < 50_000) await sleep(10);
	child.kill("SIGKILL");
	await new Promise((ended) => child.once("exit", ended));
	expect(existsSync(join(folder, "model.safetensors"))).toBe(false);
	held = false;
	const have = statSync(part).size;
	hub.requests.length = 0;
	await pull();
	expect(have).toBeLessThan(size);
	expect(hub.requests).toEqual([`model.safetensors bytes=${have}-`]);
	expect(readFileSync(join(folder, "model.safetensors"))).toEqual(
		files["model.safetensors"],
	);
});

test("a part of other bytes is thrown away and fetched anew", async () => {
	hub = await startFakeHub("acme/tiny", files);
	await pull();
	const fresh = join(folder, "..", "again");
	folder = fresh;
	await expect(
		pullHubFile("acme/tiny", "tokenizer.json", fresh, context()),
	).resolves.toBe(join(fresh, "tokenizer.json"));
	writeFileSync(join(fresh, "model.safetensors.part"), "wrong bytes");
	hub.requests.length = 0;
	await pull();
	expect(hub.requests).toEqual([
		"config.json whole",
		"model.safetensors bytes=11-",
		"model.safetensors whole",
	]);
});

test("bytes that do not match the listing are refused and not kept", async () => {
	const wrong = { ...files };
	hub = await startFakeHub("acme/tiny", wrong);
	const listed = wrong["model.safetensors"];
	Object.defineProperty(wrong, "model.safetensors", {
		enumerable: true,
		get: (() => {
			let reads = 0;
			return () => (reads++ < 1 ? listed : Buffer.from(listed).fill(0));
		})(),
	});
	await expect(pull()).rejects.toMatchObject({
		code: "weights",
		expected: "a file with the hash that the hub lists",
	});
	expect(readdirSync(folder).sort()).toEqual(["config.json", "tokenizer.json"]);
});

test("a server that never gets further is given up", async () => {
	hub = await startFakeHub("acme/tiny", files);
	hub.cut = (path) => (path === "tokenizer.json" ? 0 : null);
	await expect(pull()).rejects.toMatchObject({ code: "weights" });
	expect(hub.requests.filter((one) => one.startsWith("token"))).toHaveLength(5);
});

test("names, permission and silence each have their sentence", async () => {
	hub = await startFakeHub("acme/tiny", files, "hf_secret");
	await expect(pull()).rejects.toThrow(
		/not accessible without a token.*HF_TOKEN/,
	);
	expect(await pull("hf_secret")).toBe(true);
	await expect(pull("hf_wrong")).rejects.toThrow(
		/not accessible with this token/,
	);
	hub.status = 404;
	await expect(pull()).rejects.toThrow(/no such model or file \(404\)/);
	hub.status = 500;
	await expect(pull()).rejects.toThrow(/status 500/);
	await hub.close();
	await expect(pull()).rejects.toThrow(
		/expected an answer from http:\/\/127\.0\.0\.1:\d+, found none: (ECONNREFUSED|UND_ERR_SOCKET)/,
	);
});

test("what is no model says what it is", async () => {
	hub = await startFakeHub("acme/tiny", {
		"config.json": files["config.json"],
		"tiny-q4.gguf": Buffer.from("GGUF"),
	});
	await expect(pull()).rejects.toThrow(
		/found GGUF files, as tiny-q4\.gguf\. Name one: npx temper-lm pull acme\/tiny:tiny-q4\.gguf/,
	);
	await expect(
		pullHubFile("acme/tiny", "tiny-q8.gguf", folder, context()),
	).rejects.toThrow(/expected the file tiny-q8\.gguf, found tiny-q4\.gguf/);
});

test("a listing cannot write outside the folder", async () => {
	hub = await startFakeHub("acme/tiny", {
		...files,
		"../evil.json": Buffer.from("{}"),
	});
	await expect(pull()).rejects.toThrow(/files inside the model's own folder/);
});

/** What another machine's process leaves when it takes a folder over. */
function takeOver(): void {
	const other = { pid: 7, host: "elsewhere", began: null, space: null };
	writeFileSync(join(folder, "lock"), `${JSON.stringify(other)}\n`);
}

test.each(["before", "after"])(
	"a folder that another machine takes over %s the weights are fetched gets neither them nor a mark",
	async (when) => {
		hub = await startFakeHub("acme/tiny", files);
		hub.cut = (path) => {
			if (when === "before" && path === "model.safetensors") takeOver();
			return null;
		};
		const { terminal, ...rest } = context();
		const status = (text: string | null) => {
			if (when === "after" && text?.includes("400 kB of 400 kB")) takeOver();
		};
		await expect(
			pullHubModel("acme/tiny", folder, {
				...{ ...rest, terminal: { ...terminal, status } },
			}),
		).rejects.toMatchObject({
			...{ code: "disk", where: folder },
			found: "that process 7 on elsewhere has taken it over",
		});
		const part = when === "after" ? ["model.safetensors.part"] : [];
		expect(readdirSync(folder).sort()).toEqual([
			...["config.json", "lock", ...part, "tokenizer.json"],
		]);
	},
);
