import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What differs between two pilots: the weights of their runs, and what they measured and chose. Empty if nothing does. */
export function compareOutcomes(one: string, other: string): string[] {
	const [first, second] = [weightsOf(one), weightsOf(other)];
	const names = new Set([...first.keys(), ...second.keys()]);
	const weights = [...names]
		.filter((name) => first.get(name) !== second.get(name))
		.map((name) => `weights: ${name}`);
	return [...weights, ...differences(reportOf(one), reportOf(other), "report")];
}

function weightsOf(pilot: string): ReadonlyMap<string, string> {
	const files = filesUnder(path.join(pilot, "runs"));
	return new Map(
		files.map((file) => [
			path.relative(pilot, file),
			createHash("sha256").update(readFileSync(file)).digest("hex"),
		]),
	);
}

function filesUnder(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith("model.safetensors"))
		.map((name) => path.join(folder, name));
}

function reportOf(pilot: string): unknown {
	const text = readFileSync(path.join(pilot, "report.json"), "utf8");
	return JSON.parse(text.replaceAll(pilot, "PILOT"));
}

/** Fields that depend on the clock, the machine or the version. */
const clock = /^(created|seconds|memoryBytes|temper|versions)$/;

/** The places at which two values differ, at most ten of them. */
function differences(a: unknown, b: unknown, place: string): string[] {
	if (Object.is(a, b)) return [];
	const [left, right] = [entriesOf(a), entriesOf(b)];
	if (left === null || right === null)
		return [`${place}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`];
	const keys = new Set([...left.keys(), ...right.keys()]);
	return [...keys]
		.filter((key) => !clock.test(key))
		.flatMap((key) =>
			differences(left.get(key), right.get(key), `${place}.${key}`),
		)
		.slice(0, 10);
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> | null {
	return typeof value === "object" && value !== null
		? new Map(Object.entries(value))
		: null;
}
