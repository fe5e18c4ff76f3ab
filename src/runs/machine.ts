import { readFileSync } from "node:fs";
import { availableParallelism, cpus, hostname, totalmem } from "node:os";
import { locateRuntime } from "../runtime/locate-runtime.ts";

export interface Machine {
	readonly host: string;
	readonly platform: string;
	readonly cpu: string;
	readonly cores: number;
	readonly memoryBytes: number;
}

export interface Versions {
	readonly temper: string;
	readonly node: string;
	readonly onnxruntime: string;
}

export function describeMachine(): Machine {
	return {
		host: hostname(),
		platform: `${process.platform}-${process.arch}`,
		cpu: cpus()[0]?.model.trim() ?? "unknown",
		cores: availableParallelism(),
		memoryBytes: totalmem(),
	};
}

function versionIn(packageJson: URL): string {
	const { version } = JSON.parse(readFileSync(packageJson, "utf8"));
	return typeof version === "string" ? version : "unknown";
}

export function describeVersions(): Versions {
	return {
		temper: versionIn(new URL("../../package.json", import.meta.url)),
		node: process.versions.node,
		onnxruntime: locateRuntime().version,
	};
}
