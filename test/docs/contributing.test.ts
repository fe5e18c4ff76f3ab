import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocksOf, root } from "./blocks.ts";

const page = "CONTRIBUTING.md";
const text = readFileSync(join(root, page), "utf8");

test("the study of the page is the example that a test runs, in under 100 lines", () => {
	const [study] = blocksOf(page).filter(({ info }) => info[0] === "ts");
	const example = readFileSync(join(root, "examples/study.ts"), "utf8");
	expect(study?.text).toBe(example);
	expect(example.trimEnd().split("\n").length).toBeLessThan(100);
});

test("the main path is ten files", () => {
	const path = text.split("## The main path")[1]?.split("\n## ")[0] ?? "";
	const files = [...path.matchAll(/^\| `(src\/[^`]+)`/gm)];
	expect(files).toHaveLength(10);
});

test("every file that the page names exists", () => {
	const names = [
		...text.matchAll(/`((?:src|test|scripts|examples|docs|peers)\/[\w./-]+)`/g),
	].map(([, name]) => name as string);
	expect(names.length).toBeGreaterThan(30);
	const absent = names.filter(
		(name) => !name.includes("NAME") && !existsSync(join(root, name)),
	);
	expect(absent).toEqual([]);
});

test("the map names every room", () => {
	const { rooms } = JSON.parse(
		readFileSync(join(root, "scripts/layers.json"), "utf8"),
	) as { rooms: Readonly<Record<string, readonly string[]>> };
	const map = text.split("## The map")[1]?.split("\n## ")[0] ?? "";
	const named = [...map.matchAll(/`([a-z]+)\/`/g)].map(([, name]) => name);
	for (const room of Object.keys(rooms)) expect(named).toContain(room);
});
