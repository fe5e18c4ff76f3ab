import { spawnSync } from "node:child_process";
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtCli } from "../fixtures/built-cli.ts";

const root = join(import.meta.dirname, "..", "..");
const project = mkdtempSync(join(tmpdir(), "temper-consumer-"));
const modules = join(project, "node_modules");
const installed = join(modules, "temper-lm");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** The packages that a user gets: dependencies of dependencies, as far as the clone has them at its top. */
function dependenciesOf(folder: string, found = new Set<string>()) {
	const { dependencies = {} } = JSON.parse(
		readFileSync(join(folder, "package.json"), "utf8"),
	);
	for (const name of Object.keys(dependencies)) {
		const own = join(root, "node_modules", name);
		if (found.has(name) || !existsSync(own)) continue;
		found.add(name);
		dependenciesOf(own, found);
	}
	return found;
}

/** Lays the package out as an installation does, from what is on disk: tests need no network. */
beforeAll(() => {
	builtCli();
	for (const name of ["package.json", "README.md", ...manifest.files]) {
		if (name === "vendor") continue;
		cpSync(join(root, name), join(installed, name), { recursive: true });
	}
	node(join(root, "scripts", "package", "carry-runtime.mjs"), installed);
	for (const name of dependenciesOf(root)) {
		const link = join(modules, name);
		mkdirSync(dirname(link), { recursive: true });
		symlinkSync(join(root, "node_modules", name), link, "junction");
	}
}, 120_000);
afterAll(() => rmSync(project, { recursive: true }));

function node(...args: string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, args, {
		cwd: project,
		encoding: "utf8",
	});
	return { status, stdout, stderr };
}

test("no dependency of the package has an install script", () => {
	const scripted = [...dependenciesOf(root)].filter((name) => {
		const { scripts = {} } = JSON.parse(
			readFileSync(join(root, "node_modules", name, "package.json"), "utf8"),
		);
		return ["preinstall", "install", "postinstall"].some((s) => scripts[s]);
	});
	expect(scripted).toEqual([]);
	expect(existsSync(join(modules, "onnxruntime-node"))).toBe(false);
});

test("the carried runtime has a binding for each platform, and no file twice", () => {
	const bindings = join(installed, "vendor", "onnxruntime-node", "bin");
	for (const platform of [
		"linux/x64",
		"linux/arm64",
		"darwin/arm64",
		"win32/x64",
		"win32/arm64",
	])
		expect(
			existsSync(
				join(bindings, "napi-v6", platform, "onnxruntime_binding.node"),
			),
			platform,
		).toBe(true);
	expect(
		existsSync(
			join(bindings, "napi-v6/darwin/arm64/libonnxruntime.1.30.0.dylib"),
		),
	).toBe(false);
});

test("every relative link of the package's README and docs leads to a file of the package", () => {
	const script = join(root, "scripts", "package", "broken-links.mjs");
	const { count, broken } = JSON.parse(node(script, installed).stdout);
	expect(broken).toEqual([]);
	expect(count).toBeGreaterThan(60);
	expect(existsSync(join(installed, "docs/pictures/report-light.png"))).toBe(
		true,
	);
});

test("every subpath resolves, with its types, in a project that has nothing but the package", () => {
	writeFileSync(join(project, "package.json"), '{ "type": "module" }\n');
	const script = join(root, "scripts", "package", "check-subpaths.mjs");
	const { status, stdout, stderr } = node(script, project);
	expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
	const names: Record<string, number> = JSON.parse(stdout);
	expect(Object.keys(names)).toEqual(
		Object.keys(manifest.exports).filter((key) => !key.endsWith(".json")),
	);
	for (const [subpath, count] of Object.entries(names))
		expect(count, subpath).toBeGreaterThan(0);
	expect(names["."]).toBeGreaterThan(90);
});

test("the carried runtime has nothing that Temper never loads", () => {
	const files = readdirSync(join(installed, "vendor"), { recursive: true });
	expect(
		files.filter((name) => /DirectML|\.map$|\.d\.ts$/.test(`${name}`)),
	).toEqual([]);
	expect(
		files.filter((name) => `${name}`.endsWith("dxcompiler.dll")).length,
	).toBe(2);
});

test("the command trains in a project that has nothing but the package", () => {
	const model = join(installed, "models", "toy");
	const rows = join(root, "examples", "rows.jsonl");
	const { status, stderr } = node(
		join(installed, manifest.bin["temper-lm"]),
		...["train", "--preset", "sft", "--model", model, "--data", rows],
		...["--set", "length.count=1", "--set", "data.general=null"],
		...["--set", "evaluate=never", "--out", "run"],
	);
	expect({ status, stderr }).toMatchObject({ status: 0 });
	expect(existsSync(join(project, "run", "adapter"))).toBe(true);
});

test.skipIf(process.platform === "win32")(
	"setup of the PyTorch engine finds the locked list in the package",
	() => {
		const programs = join(project, "programs");
		mkdirSync(programs);
		writeFileSync(join(programs, "uv"), "#!/bin/sh\n", { mode: 0o755 });
		const main = join(installed, manifest.bin["temper-lm"]);
		const { status, stdout } = spawnSync(
			process.execPath,
			[main, "torch", "setup", "--dry-run"],
			{
				...{ cwd: project, encoding: "utf8" },
				env: { PATH: programs, XDG_CACHE_HOME: join(project, "cache") },
			},
		);
		const list = join("temper-lm", "python", "locks", "torch.txt");
		expect(stdout).toContain(list);
		// 2 on a disk without room for it: the plan is printed all the same.
		expect([0, 2]).toContain(status);
		expect(existsSync(join(installed, "python", "temper_torch"))).toBe(true);
	},
);

test("a runtime of another version in the project is left alone", () => {
	const other = join(modules, "onnxruntime-node");
	mkdirSync(other, { recursive: true });
	writeFileSync(
		join(other, "package.json"),
		JSON.stringify({ name: "onnxruntime-node", version: "1.21.0" }),
	);
	const { status, stderr } = node(
		join(installed, manifest.bin["temper-lm"]),
		...["generate", "--model", join(installed, "models", "toy")],
		...["--prompt", "Where does Mira live?", "--max-new-tokens", "2"],
	);
	rmSync(other, { recursive: true });
	expect({ status, stderr }).toMatchObject({ status: 0 });
});
