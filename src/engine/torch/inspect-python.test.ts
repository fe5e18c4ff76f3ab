import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { inspectPython, requireTorch } from "./inspect-python.ts";

const root = mkdtempSync(join(tmpdir(), "temper-inspect-python-"));
afterAll(() => rmSync(root, { recursive: true }));

const versions = {
	...{ torch: "2.15.0", transformers: "5.23.0", peft: "0.21.2" },
	...{ safetensors: "0.8.0", numpy: "2.4.6", bitsandbytes: null },
};

let count = 0;
/** A program that writes a text and ends. */
function program(lines: string): string {
	const path = join(root, `python-${count++}`);
	writeFileSync(path, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
	return path;
}

const saying = (facts: object) =>
	program(`echo warm-up; echo '${JSON.stringify(facts)}'`);

describe.skipIf(process.platform === "win32")("a Python", () => {
	test("with all packages is the engine's, with its versions", async () => {
		const python = saying({ release: [3, 11, 7], versions });
		const found = await requireTorch({ TEMPER_PYTHON: python });
		expect(found).toEqual({
			...{ python, origin: "TEMPER_PYTHON" },
			...{ release: [3, 11, 7], versions },
		});
	});

	test("is given the package's folder, and asked to load PyTorch only if the machine is to be tried", async () => {
		const python = program(
			`echo "{\\"release\\":[3,12,0],\\"versions\\":{\\"path\\":\\"$PYTHONPATH\\",\\"asked\\":\\"$*\\"}}"`,
		);
		const quick = await inspectPython(python, { env: {} });
		expect(quick.versions.asked).toBe("-m temper_torch.machine --versions");
		expect(quick.versions.path).toMatch(/python$/);
		const whole = await inspectPython(python, { env: {}, machine: true });
		expect(whole.versions.asked).toBe("-m temper_torch.machine");
	});

	test.each([
		[
			"without PEFT",
			saying({ release: [3, 11, 7], versions: { ...versions, peft: null } }),
			/expected the packages torch, transformers, peft, safetensors, numpy, found no peft\. Install them there, or unset TEMPER_PYTHON/,
		],
		[
			"that is too old",
			saying({ release: [3, 9, 2], versions }),
			/expected Python 3\.11 or later, found Python 3\.9\.2\./,
		],
		[
			"that cannot read the package",
			program("echo 'SyntaxError: invalid syntax' >&2; exit 1"),
			/expected a Python that runs Temper's package temper_torch, found exit status 1: SyntaxError: invalid syntax\./,
		],
		[
			"that is another program",
			program("echo hello"),
			/found exit status 0: hello\./,
		],
	])("%s is refused in a sentence", async (_, python, sentence) => {
		const refused = requireTorch({ TEMPER_PYTHON: python });
		await expect(refused).rejects.toThrow(sentence);
		await expect(refused).rejects.toMatchObject({
			...{ code: "device", where: python },
		});
	});
});
