import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
	findProgram,
	findTorch,
	pythonFolder,
	pythonOf,
	pythonVariables,
	setupFolder,
	torchLock,
} from "./environment.ts";

const root = mkdtempSync(join(tmpdir(), "temper-environment-"));
afterAll(() => rmSync(root, { recursive: true }));

function program(path: string): string {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, "#!/bin/sh\n");
	chmodSync(path, 0o755);
	return path;
}

test("without an environment the sentence names the command and the variable", () => {
	expect(() => findTorch({ XDG_CACHE_HOME: join(root, "empty") })).toThrow(
		"engine torch: expected a Python environment with PyTorch, found none. `npx temper-lm torch setup` makes one; the variable TEMPER_PYTHON names an existing one.",
	);
});

test("TEMPER_PYTHON goes before the environment that setup made", () => {
	const env = { XDG_CACHE_HOME: join(root, "cache") };
	const made = program(pythonOf(setupFolder(env)));
	expect(findTorch(env)).toEqual({ python: made, origin: "setup" });
	const own = program(join(root, "own", "bin", "python"));
	expect(findTorch({ ...env, TEMPER_PYTHON: own })).toEqual({
		...{ python: own, origin: "TEMPER_PYTHON" },
	});
	expect(findTorch({ ...env, TEMPER_PYTHON: "" }).origin).toBe("setup");
});

test.skipIf(process.platform === "win32")(
	"an environment whose Python was uninstalled counts as none",
	() => {
		const env = { XDG_CACHE_HOME: join(root, "dangling") };
		const python = pythonOf(setupFolder(env));
		mkdirSync(dirname(python), { recursive: true });
		symlinkSync(join(root, "uninstalled"), python);
		expect(() => findTorch(env)).toThrow(/found none/);
	},
);

test.each([
	["a path to nothing", join(root, "nowhere", "python")],
	["a folder", root],
	["a name that is not on PATH", "temper-no-such-python"],
])("TEMPER_PYTHON with %s is refused by name", (_, named) => {
	expect(() => findTorch({ TEMPER_PYTHON: named, PATH: root })).toThrow(
		`TEMPER_PYTHON: expected the Python executable of an environment with PyTorch, found ${named}, which is no executable file.`,
	);
});

test("TEMPER_PYTHON may be a name on PATH", () => {
	const python = program(join(root, "second", "some-python"));
	const PATH = [join(root, "first"), dirname(python)].join(delimiter);
	expect(findProgram("some-python", { PATH })).toBe(python);
	expect(findTorch({ TEMPER_PYTHON: "some-python", PATH }).python).toBe(python);
});

test("the folder of setup depends on the locked list and on the cache", () => {
	const folder = setupFolder({ XDG_CACHE_HOME: root });
	expect(dirname(folder)).toBe(join(root, "temper", "torch"));
	expect(folder).toMatch(/[0-9a-f]{12}$/);
	expect(existsSync(torchLock)).toBe(true);
});

test("a started Python finds the package and writes no compiled files into it", () => {
	const { PYTHONPATH, PYTHONPYCACHEPREFIX, HOME } = pythonVariables({
		...{ PYTHONPATH: "/own", HOME: "/home", XDG_CACHE_HOME: "/c" },
	});
	expect(PYTHONPATH).toBe([pythonFolder, "/own"].join(delimiter));
	expect({ PYTHONPYCACHEPREFIX, HOME }).toEqual({
		...{ PYTHONPYCACHEPREFIX: "/c/temper/torch/bytecode", HOME: "/home" },
	});
	expect(pythonVariables({}).PYTHONPATH).toBe(pythonFolder);
});
