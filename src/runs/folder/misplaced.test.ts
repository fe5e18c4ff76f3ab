import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { refuseMisplaced, type Thing, thingAt } from "./misplaced.ts";
import { readManifest } from "./run-manifest.ts";

const root = mkdtempSync(join(tmpdir(), "temper-things-"));

function file(name: string, content: unknown): string {
	const path = join(root, name);
	writeFileSync(
		path,
		typeof content === "string" ? content : JSON.stringify(content),
	);
	return path;
}

function folder(name: string, ...inside: string[]): string {
	const path = join(root, name);
	mkdirSync(path, { recursive: true });
	for (const one of inside) writeFileSync(join(path, one), "{}");
	return path;
}

const things: Readonly<Record<string, [string, Thing | null]>> = {
	recipe: [file("a.yaml", "objective: sft\nmodel: m\n"), "recipe"],
	preset: [file("b.yaml", { extends: "sft", data: {} }), "recipe"],
	"a recipe with tasks of its own": [
		file("c.yaml", { objective: "rft", tasks: ["t.yaml"] }),
		"recipe",
	],
	pilot: [file("d.yaml", { model: "m", data: {}, tasks: ["t.yaml"] }), "pilot"],
	arms: [file("e.yml", { arms: ["sft"], objective: "sft" }), "pilot"],
	task: [file("f.json", { rows: "r.jsonl", scorer: "exact" }), "task"],
	rows: [file("g.jsonl", '{"prompt": "a", "completion": "b"}\n'), "rows"],
	table: [file("h.csv", "prompt,completion\na,b\n"), "rows"],
	list: [file("i.json", [{ text: "a" }]), "rows"],
	results: [file("j.json", { subject: {}, tasks: [] }), "results"],
	gguf: [file("k.gguf", "GGUF"), "gguf"],
	model: [folder("m", "config.json", "tokenizer.json"), "model"],
	adapter: [folder("n", "adapter_config.json"), "adapter"],
	run: [folder("o", "manifest.json", "recipe.json"), "run"],
	"run of stages": [folder("p", "stages.json"), "run"],
	"pilot's folder": [folder("q", "pilot.json", "pilot.jsonl"), "pilot-folder"],
	"reward model": [folder("reward-model", "config.json"), "reward-model"],
	"any folder": [folder("r", "notes.txt"), null],
	"keys that tell nothing": [file("s.yaml", { a: 1 }), null],
	"broken YAML": [file("t.yaml", "a: [1"), null],
	nothing: [join(root, "nowhere"), null],
};

test.each(Object.entries(things))("%s", (_, [path, thing]) => {
	expect(thingAt(path)).toBe(thing);
});

const at = (name: string) => things[name]?.[0] ?? "";

describe("a thing in another's place is named, with the right command", () => {
	test.each<[Thing, string, RegExp]>([
		[
			"recipe",
			"pilot",
			/found a pilot file\. Run it: npx temper-lm pilot \/.*d\.yaml/,
		],
		["recipe", "task", /npx temper-lm eval .*f\.json --model MODEL/],
		[
			"recipe",
			"rows",
			/npx temper-lm train --preset sft --model MODEL --data .*g\./,
		],
		["recipe", "run", /npx temper-lm runs resume .*\/o;/],
		["pilot", "recipe", /found a recipe\. Train it: npx temper-lm train/],
		["pilot", "task", /tasks: \[.*f\.json\]/],
		["task", "recipe", /npx temper-lm train/],
		["task", "rows", /rows: .*g\.jsonl, scorer: exact/],
		["model", "run", /--run .*\/o;/],
		["model", "adapter", /--adapter .*\/n;/],
		["model", "gguf", /`npx temper-lm pull .*k\.gguf`/],
		["run", "model", /found a model folder\. Train it first: .* --model .*\/m/],
		["run", "adapter", /--adapter .*\/n/],
		["run", "pilot's folder", /npx temper-lm runs list .*\/q\/runs/],
		["run", "rows", /npx temper-lm train --preset sft .* --data .*g\.jsonl/],
		["run", "task", /found a task file\. Name the run/],
		["run", "pilot", /found a pilot file\. Name one of its runs/],
		["rows", "task", /found a task file\. .* its key `rows` names/],
		["rows", "model", /found a model folder\. Name it with --model/],
		["rows", "run", /\/o\/recipe\.yaml, under data\.train/],
		["rows", "gguf", /npx temper-lm pull .*k\.gguf/],
		["adapter", "run", /--run .*\/o instead of/],
	])("%s wanted, %s found", (wanted, name, hint) => {
		const path = at(name);
		expect(() => refuseMisplaced(path, path, wanted)).toThrow(hint);
	});
});

test("what is right, and what nothing tells of, is let through", () => {
	for (const [path, thing] of Object.values(things))
		expect(() => refuseMisplaced(path, path, thing ?? "recipe")).not.toThrow();
});

test("where it was named is said, and what is there", () => {
	const path = at("run");
	expect(() => refuseMisplaced("--model", path, "model")).toThrow(
		`--model: expected a model folder, found a run folder: ${path}.`,
	);
});

test("a run folder that does not exist is named, with the command that lists runs", async () => {
	const path = join(root, "no-such-run");
	await expect(readManifest(path)).rejects.toThrow(
		`${path}: expected a run folder, found nothing at this path. npx temper-lm runs list`,
	);
});
