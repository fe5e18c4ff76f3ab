import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fakePilot } from "../testing/fake-workers.ts";
import { onParts, partGeneral, sharedGeneral } from "./part-general.ts";
import { readTasks } from "./pilot-tasks.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-general-"));
const general = join(folder, "general.jsonl");
const rows = Array.from({ length: 20 }, (_, i) => ({
	prompt: `What is ${i % 10}?`,
	completion: `${i}`,
}));
writeFileSync(general, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

const pilotOf = (...arms: readonly object[]) =>
	fakePilot({
		data: { train: "rows.jsonl", general },
		arms: ["sft", ...arms.map((arm, i) => ({ name: `arm ${i}`, ...arm }))],
	});

const lines = (path: string) =>
	readFileSync(path, "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));

test("only a penalty that names no rows takes from the general rows", () => {
	const of = (...arms: readonly object[]) =>
		sharedGeneral(pilotOf(...arms).arms);
	expect(of()).toBeNull();
	expect(
		of({ objective: "minor-sft", leash: { kl: 0.1, how: "steer" } }),
	).toBeNull();
	expect(of({ leash: { kl: 0.1, how: "stop" } })).toBeNull();
	expect(of({ leash: { kl: 0.1, rows: general } })).toBeNull();
	expect(of({ leash: { kl: 0.1 } })).toBe(general);
});

test("all arms are measured on one half, and what a penalty holds is the other", async () => {
	const pilot = pilotOf(
		{ leash: { kl: 0.1 } },
		{ leash: { kl: 0.1, rows: general } },
	);
	const parts = await partGeneral(general, join(folder, "parts"));
	const { arms, tasks } = onParts(pilot.arms, readTasks(pilot), parts);
	expect(arms.map(({ recipe }) => recipe.data.general)).toEqual(
		arms.map(() => parts.measured),
	);
	expect(arms.map(({ recipe }) => recipe.leash?.rows ?? null)).toEqual([
		null,
		parts.held,
		general,
	]);
	expect(tasks.map((task) => task.rows).slice(1)).toEqual([parts.measured]);
	const [held, measured] = [lines(parts.held), lines(parts.measured)];
	expect(held.length + measured.length).toBe(rows.length);
	const asked = new Set(held.map(({ prompt }) => prompt));
	expect(asked.size).toBe(5);
	expect(measured.some(({ prompt }) => asked.has(prompt))).toBe(false);
});

test("nothing is parted where nobody holds", () => {
	const { arms } = pilotOf();
	const tasks = readTasks(pilotOf());
	expect(onParts(arms, tasks, null)).toEqual({ arms, tasks });
});

test("general rows that cannot be parted are refused", async () => {
	const path = join(folder, "one.jsonl");
	writeFileSync(path, `${JSON.stringify(rows[0])}\n`);
	await expect(partGeneral(path, folder)).rejects.toThrow(
		/expected enough general rows to use one half as penalty rows of an arm and to measure all arms on the other, found 1 in all/,
	);
});
