import { spawnSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const python = join(root, "python");
/** What a run of Python in a clone leaves. */
const caches = ["temper_torch/__pycache__/x.pyc", "temper_torch/.mypy_cache/x"];

let packed: string[];
beforeAll(() => {
	const missing = caches.filter((name) => !existsSync(join(python, name)));
	for (const name of missing) {
		mkdirSync(join(python, name, ".."), { recursive: true });
		writeFileSync(join(python, name), "");
	}
	const { stdout } = spawnSync(
		"npm",
		["pack", "--dry-run", "--ignore-scripts", "--json"],
		{ cwd: root, encoding: "utf8", shell: process.platform === "win32" },
	);
	for (const name of missing) rmSync(join(python, name));
	const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
	packed = files.map(({ path }) => path);
});

test("the package holds every Python source and the locked list, and no caches", () => {
	const sources = readdirSync(join(python, "temper_torch"), {
		recursive: true,
	})
		.map((name) => `python/temper_torch/${name}`.replaceAll("\\", "/"))
		.filter((name) => name.endsWith(".py"));
	expect(sources.length).toBeGreaterThan(8);
	expect(packed).toEqual(
		expect.arrayContaining([...sources, "python/locks/torch.txt"]),
	);
	expect(
		packed.filter((path) => /__pycache__|_cache\/|\.pyc$/.test(path)),
	).toEqual([]);
});

interface Locked {
	readonly name: string;
	readonly version: string;
	readonly hashes: number;
}

/** The packages of a list. Throws what is no line of one. */
function readLock(name: string): Locked[] {
	const text = readFileSync(join(python, "locks", name), "utf8");
	const packages: { name: string; version: string; hashes: number }[] = [];
	for (const line of text.split("\n")) {
		if (/^\s*(#.*)?$/.test(line)) continue;
		const found = /^([a-z0-9][\w.-]*)==(\S+)( ; .*)? \\$/.exec(line);
		const last = packages.at(-1);
		if (found) {
			const [, own = "", version = ""] = found;
			packages.push({ name: own, version, hashes: 0 });
		} else if (last && /^ {4}--hash=sha256:[0-9a-f]{64}( \\)?$/.test(line))
			last.hashes++;
		else throw new Error(`${name}: ${line}`);
	}
	return packages;
}

test.each(["torch.txt", "dev.txt"])(
	"%s has a version and hashes for every package, and names no index",
	(name) => {
		const packages = readLock(name);
		expect(packages.length).toBeGreaterThan(5);
		expect(packages.filter(({ hashes }) => hashes === 0)).toEqual([]);
	},
);

test("the lists of a pair agree: every wanted package is locked, and tools share the engine's versions", () => {
	const torch = readLock("torch.txt");
	const tools = readLock("dev.txt");
	for (const [list, locked] of [
		["torch.in", torch],
		["dev.in", tools],
	] as const) {
		const wanted = readFileSync(join(python, "locks", list), "utf8")
			.split("\n")
			.flatMap((line) => /^[a-z][\w-]*/.exec(line)?.[0] ?? []);
		expect(wanted.length).toBeGreaterThan(1);
		const names = locked.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(wanted));
	}
	const versions = (list: Locked[], name: string) =>
		list.filter((one) => one.name === name).map(({ version }) => version);
	for (const { name } of tools)
		if (versions(torch, name).length > 0)
			expect(versions(torch, name)).toEqual(versions(tools, name));
});
