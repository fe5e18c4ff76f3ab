import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkTask } from "../../eval/task/check-task.ts";
import { readTask } from "../../eval/task/read-task.ts";
import { labSets } from "../../lab/lab-sets.ts";
import { labTasks } from "../../lab/lab-tasks.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";

const root = mkdtempSync(join(tmpdir(), "temper-lab-"));
afterAll(() => rmSync(root, { recursive: true }));

async function run(...argv: string[]) {
	const context = fakeContext();
	const status = await runCli(["lab", ...argv], context);
	return { status, out: context.out(), err: context.err() };
}

test("writes every set, says so, and keeps what stands there already", async () => {
	const folder = join(root, "world");
	const { status, out } = await run(folder, "--seed", "12");
	expect(status).toBe(0);
	const { seed, files } = JSON.parse(
		readFileSync(join(folder, "world.json"), "utf8"),
	) as {
		seed: number;
		files: { name: string; rows: number; sha256: string }[];
	};
	expect(seed).toBe(12);
	expect(files.map(({ name }) => name)).toEqual(
		labSets.map(({ name }) => name),
	);
	for (const { name, rows, sha256 } of files) {
		const text = readFileSync(join(folder, `${name}.jsonl`), "utf8");
		expect(text.trim().split("\n")).toHaveLength(rows);
		expect(createHash("sha256").update(text).digest("hex")).toBe(sha256);
		expect(out).toMatch(new RegExp(`^${name} .* ${rows} `, "m"));
	}
	for (const { name } of labTasks) {
		const task = readTask(join(folder, "tasks", `${name}.task.yaml`));
		expect(task.name).toBe(name);
		const { faults, oracle, nobody, chance } = await checkTask(task);
		expect({ name, faults }).toEqual({ name, faults: [] });
		expect(oracle?.value).toBe(name === "general" ? 0 : 1);
		expect(nobody?.value).toBeCloseTo(chance as number, 9);
	}
	const again = await run(folder);
	expect(again.status).toBe(2);
	expect(again.err).toContain("expected a folder that does not exist yet");
}, 120_000);

test("refuses a seed that is none", async () => {
	const { status, err } = await run(join(root, "other"), "--seed", "x");
	expect(status).toBe(2);
	expect(err).toContain("It must be a whole number, 0 or above.");
	const below = await run(join(root, "other"), "--seed", "-1");
	expect(below.status).toBe(2);
	expect(below.err).toContain("It must be a whole number, 0 or above.");
});
