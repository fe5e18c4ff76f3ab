import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { blocksFile } from "../formats/blocks/stored-blocks.ts";
import { blockDecoder } from "../formats/gguf/testing/block-decoder.ts";
import { modelCache, pulledMark } from "../recipes/locate/model-folder.ts";
import { runCli } from "./program.ts";
import { pulledName, pullSource } from "./pull.ts";
import { fakeContext } from "./testing/fake-context.ts";
import { writeTinyModel } from "./testing/tiny-model-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-pull-"));
const model = join(folder, "tiny");
beforeAll(async () => {
	vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
	await writeTinyModel(model);
});
afterAll(() => {
	vi.unstubAllEnvs();
});

test("what is asked for is told by its form, paths first", () => {
	const named = (text: string) => {
		const source = pullSource(text);
		return [source.kind, pulledName(source)];
	};
	writeFileSync(join(folder, "chat-q8_0.gguf"), "");
	expect(named("owner/model")).toEqual(["hub", "owner/model"]);
	expect(named("gpt2")).toEqual(["hub", "gpt2"]);
	expect(named("owner/model-GGUF:deep/model-Q8_0.gguf")).toEqual([
		"hub-gguf",
		"owner/model-Q8_0",
	]);
	expect(named(model)).toEqual(["folder", "tiny"]);
	expect(named(join(folder, "chat-q8_0.gguf"))).toEqual(["gguf", "chat-q8_0"]);
	for (const bad of ["../owner", "a/b/c", "gone.gguf", "", "a b", "a/b:c.bin"])
		expect(() => pullSource(bad)).toThrow(/expected a hub name/);
});

async function pull(...argv: string[]) {
	const context = fakeContext();
	const status = await runCli(["pull", ...argv], context);
	return { status, out: context.out(), err: context.err() };
}

test("a folder is copied whole into the cache, once", async () => {
	const { status, out, err } = await pull(model);
	expect(err).toBe("");
	expect(status).toBe(0);
	expect(out).toMatch(/^pulled to .*cache.temper.models.tiny\nfamily +llama\n/);
	expect(out).toMatch(/use it: npx temper-lm train --preset sft --model tiny /);
	expect(readdirSync(join(modelCache(), "tiny")).sort()).toEqual(
		[...readdirSync(model), pulledMark].sort(),
	);
	expect((await pull(model)).out).toMatch(/^already in /);
});

test("of several who pull one folder at once, all end with the whole model", async () => {
	const many = join(folder, "many");
	mkdirSync(many);
	await writeTinyModel(many);
	const ended = await Promise.all([1, 2, 3, 4].map(() => pull(many)));
	for (const one of ended) expect(one).toMatchObject({ status: 0, err: "" });
	expect(readdirSync(join(modelCache(), "many")).sort()).toEqual(
		[...readdirSync(many), pulledMark].sort(),
	);
});

test("the blocks of a GGUF file are kept, and said to be", async () => {
	const file = join(folder, "blocks.gguf");
	writeFileSync(file, blockDecoder("Q4_1"));
	const { out, err } = await pull(file);
	expect(err).toBe("");
	expect(out).toMatch(
		/^blocks +Q4_1, which precision int4 holds as they are$/m,
	);
	expect(readdirSync(join(modelCache(), "blocks"))).toContain(blocksFile);
});

test("a damaged source leaves nothing behind", async () => {
	const broken = join(folder, "broken.gguf");
	writeFileSync(broken, "GGUF and nothing");
	const { status, err } = await pull(broken);
	expect(status).toBe(2);
	expect(err).toMatch(/^error: .*broken\.gguf/);
	expect(existsSync(join(modelCache(), "broken"))).toBe(false);
	expect((await pull(folder, "--out", join(folder, "x"))).status).toBe(2);
	expect(existsSync(join(folder, "x"))).toBe(false);
});
