import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
	createStaged,
	finalRun,
	isStaged,
	keepOutcome,
	readStaged,
	stagePath,
} from "./staged-run.ts";

let home: string;
let root: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), "temper-staged-"));
	root = join(home, "run");
});
afterEach(() => rmSync(home, { recursive: true }));

const recipes = [{ objective: "sft" }, { objective: "dpo" }];

/** A run of a stage, as far as others can tell. */
function begin(stage: number, kind: string): string {
	const path = stagePath(root, stage, kind);
	mkdirSync(path, { recursive: true });
	writeFileSync(join(path, "manifest.json"), "{}");
	writeFileSync(join(path, "recipe.json"), "{}");
	return path;
}

test("a run of stages knows its recipes, and is no run of one", async () => {
	expect(await isStaged(root)).toBe(false);
	await createStaged(root, recipes);
	expect(await isStaged(root)).toBe(true);
	expect(await readStaged(root)).toEqual(recipes);
	expect(stagePath(root, 1, "dpo")).toBe(join(root, "stages/2-dpo"));
});

test("a folder with anything in it is refused; with the run itself, by how to go on", async () => {
	mkdirSync(root);
	writeFileSync(join(root, "notes.txt"), "");
	await expect(createStaged(root, recipes)).rejects.toMatchObject({
		code: "disk",
		found: expect.stringContaining("notes.txt"),
		hint: "Choose another folder.",
	});
	rmSync(join(root, "notes.txt"));
	await createStaged(root, recipes);
	await expect(createStaged(root, recipes)).rejects.toMatchObject({
		hint: expect.stringContaining(`npx temper-lm runs resume ${root}`),
	});
});

test("what a killed start left is no content", async () => {
	mkdirSync(root);
	writeFileSync(join(root, "stages.json.tmp-1-00000000"), "{");
	await createStaged(root, recipes);
	expect(readdirSync(root)).toEqual(["stages.json"]);
});

describe("the run whose outcome is the whole one's", () => {
	test("is a run of one stage itself", async () => {
		mkdirSync(root);
		expect(await finalRun(root)).toBe(root);
	});

	test("is the last stage's, of ten and more too", async () => {
		await createStaged(root, recipes);
		expect(await finalRun(root)).toBe(root);
		for (let stage = 0; stage < 11; stage++) {
			const path = begin(stage, stage % 2 ? "dpo" : "sft");
			expect(await finalRun(root)).toBe(path);
		}
	});
});

test.each([
	["cut off", '{"stages": [{'],
	["without stages", "{}"],
	["of nothing", "null"],
	["of stages that are no recipes", '{"stages": [3]}'],
])("a list %s is named", async (_, text) => {
	mkdirSync(root);
	writeFileSync(join(root, "stages.json"), text);
	await expect(readStaged(root)).rejects.toMatchObject({
		code: "data",
		where: join(root, "stages.json"),
	});
});

test("the last outcome takes the place of an earlier one, whole", async () => {
	await createStaged(root, recipes);
	const stage = begin(1, "dpo");
	mkdirSync(join(stage, "adapter"));
	writeFileSync(join(stage, "adapter", "new"), "2");
	mkdirSync(join(root, "adapter"));
	writeFileSync(join(root, "adapter", "old"), "1");
	mkdirSync(join(root, "model.tmp-1-00000000"));
	await keepOutcome(root, stage);
	expect(readdirSync(join(root, "adapter"))).toEqual(["new"]);
	expect(readFileSync(join(root, "adapter", "new"), "utf8")).toBe("2");
	expect(existsSync(join(root, "model.tmp-1-00000000"))).toBe(false);
});
