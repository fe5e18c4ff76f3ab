import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

interface LockedPackage {
	readonly os?: readonly string[];
	readonly cpu?: readonly string[];
	readonly libc?: readonly string[];
	readonly resolved?: string;
	readonly hasInstallScript?: boolean;
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
	readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"),
);
const packages = Object.entries(lock.packages);

/** Where Node would find a dependency of a package: in its own folder, or in one above it. */
function locked(from: string, name: string): LockedPackage | undefined {
	const folders = from === "" ? [] : from.split("/node_modules/");
	for (let depth = folders.length; depth >= 0; depth--) {
		const above = folders.slice(0, depth).join("/node_modules/");
		const key = `${above}${above === "" ? "" : "/"}node_modules/${name}`;
		if (lock.packages[key]) return lock.packages[key];
	}
	return undefined;
}

test("every dependency is locked, those for other platforms included", () => {
	const missing = packages.flatMap(([from, entry]) =>
		Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
			.filter((name) => locked(from, name) === undefined)
			.map((name) => `${from} -> ${name}`),
	);
	expect(missing).toEqual([]);
});

describe.each(["linux", "darwin", "win32"])("%s", (os) => {
	test.each(["x64", "arm64"])("%s has the native part of every tool", (cpu) => {
		const allows = (list: readonly string[] | undefined, value: string) =>
			list === undefined || list.includes(value);
		const tools = packages.filter(([, { optionalDependencies = {} }]) =>
			Object.keys(optionalDependencies).some((name) => /win32/.test(name)),
		);
		const without = tools
			.filter(
				([from, { optionalDependencies = {} }]) =>
					!Object.keys(optionalDependencies).some((name) => {
						const entry = locked(from, name);
						return entry?.os && allows(entry.os, os) && allows(entry.cpu, cpu);
					}),
			)
			.map(([from]) => from);
		expect(tools.length).toBeGreaterThanOrEqual(4);
		expect(without).toEqual([]);
	});
});

test("no package runs a script when it is installed, and none names a host", () => {
	const odd = packages
		.filter(([, entry]) => entry.hasInstallScript || entry.resolved)
		.map(([name]) => name);
	expect(odd).toEqual([]);
});
