import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const cache = mkdtempSync(join(tmpdir(), "temper-cache-"));
afterAll(() => rmSync(cache, { recursive: true }));

const program = `
	const ort = await import("./src/runtime/onnxruntime.ts");
	await ort.InferenceSession.create(new Uint8Array([0])).catch(() => {});
`;

/** Builds of ONNX Runtime that run under a build server send nothing by themselves; the others are what matters. */
function userEnvironment(): NodeJS.ProcessEnv {
	const { PATH, HOME } = process.env;
	return { PATH, HOME, XDG_CACHE_HOME: cache };
}

test("the runtime writes no identifier of the machine and reports nothing", () => {
	const { status, stderr } = spawnSync(
		process.execPath,
		[
			"--conditions=source",
			"--import",
			"tsx",
			"--input-type=module",
			"-e",
			program,
		],
		{ env: userEnvironment(), encoding: "utf8" },
	);
	expect({ status, stderr }).toMatchObject({ status: 0 });
	expect(readdirSync(cache)).toEqual([]);
});
