import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { findVllm } from "./find-vllm.ts";

const root = mkdtempSync(join(tmpdir(), "temper-find-vllm-"));
afterAll(() => rmSync(root, { recursive: true }));

function program(...path: string[]): string {
	const whole = join(root, ...path);
	mkdirSync(dirname(whole), { recursive: true });
	writeFileSync(whole, "#!/bin/sh\n");
	chmodSync(whole, 0o755);
	return whole;
}

it("the variable counts before the engine's environment, and that before PATH", () => {
	const named = program("named", "vllm");
	const beside = program("env", "bin", "vllm");
	const onPath = program("path", "vllm");
	const PATH = dirname(onPath);
	const python = join(root, "env", "bin", "python");
	expect(findVllm(python, { TEMPER_VLLM: named, PATH })).toBe(named);
	expect(findVllm(python, { PATH })).toBe(beside);
	expect(findVllm(join(root, "other", "python"), { PATH })).toBe(onPath);
});

it("none is an error that names all ways out", () => {
	expect(() => findVllm(join(root, "other", "python"), { PATH: root })).toThrow(
		/engine.sampler vllm: expected the program vllm, found none\. .*TEMPER_VLLM.*engine.sampler.address.*leave engine.sampler out/,
	);
	expect(() => findVllm("python", { TEMPER_VLLM: join(root, "no") })).toThrow(
		/TEMPER_VLLM: expected the executable vllm .*, found \S+no, which is no executable file/,
	);
});
