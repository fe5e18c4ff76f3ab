import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TemperError } from "../core/error.ts";
import { nearest } from "./parse/nearest.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Rows for the general probe, shipped with the package. */
export const generalProbePath = join(root, "probes", "general.jsonl");

export function presetNames(): string[] {
	return readdirSync(join(root, "presets"))
		.filter((name) => name.endsWith(".yaml"))
		.map((name) => basename(name, ".yaml"))
		.sort();
}

/** The file of a preset. Throws `recipe`, naming the nearest one. */
export function presetPath(name: string, where: string): string {
	const names = presetNames();
	if (names.includes(name)) return join(root, "presets", `${name}.yaml`);
	const near = nearest(name, names);
	throw new TemperError("recipe", {
		where,
		expected: `a preset: one of ${names.join(", ")}`,
		found: JSON.stringify(name),
		...(near === null ? {} : { hint: `Did you mean ${near}?` }),
	});
}
