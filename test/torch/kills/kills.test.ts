import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { RunContents } from "../../faults/inspect-run.ts";
import type { Subject } from "../../faults/subject.ts";
import { contentsOf, type Driven, drive, expectSame } from "./drive.ts";
import { deathsOfDrivers, deathsOfGroup } from "./plan.ts";
import {
	type SubjectName,
	subjectNames,
	writeTorchSubject,
} from "./subjects.ts";

const python = inject("python") as string;

/** Whether all kills are wanted, or a few of each kind. */
const all = process.env.TEMPER_KILLS === "all";
const subjects: readonly SubjectName[] = all ? subjectNames : ["sft, adapters"];
const timeout = 3_600_000;

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-kills-"));
});
afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

const finished = ({ status, output }: Driven) => expect(status, output).toBe(0);

function report(subject: string, kinds: readonly string[]): void {
	for (const kind of new Set(kinds)) {
		const count = kinds.filter((one) => one === kind).length;
		console.log(`${subject} | ${kind} | ${count} | resumed | equal`);
	}
}

/** The engine's files of a checkpoint that a driver left unfinished, and whether its manifest is there. */
function unfinished(run: string): { engine: string[]; manifest: boolean } {
	const checkpoints = join(run, "checkpoints");
	const name = readdirSync(checkpoints).find((one) => one.includes(".tmp-"));
	const path = join(checkpoints, name ?? "none");
	return {
		engine: readdirSync(join(path, "engine/policy")).sort(),
		manifest: existsSync(join(path, "manifest.json")),
	};
}

describe.skipIf(inject("python") === null).each(subjects)("%s", (name) => {
	let subject: Subject;
	let whole: RunContents;
	const run = (of: string) => join(folder, subject.name, of);

	beforeAll(async () => {
		subject = writeTorchSubject(join(folder, name), name);
		finished(await drive(python, subject, run("whole")));
		whole = (await contentsOf(run("whole"))).whole;
	}, timeout);

	test("goes on by itself after each death of its processes", {
		timeout,
	}, async () => {
		const plan = deathsOfGroup(name);
		const shots = all ? plan.shots : plan.shots.slice(1, 3);
		const moments = all ? plan.moments : plan.moments.slice(2, 3);
		const left = { shots, moments };
		const losses: string[] = [];
		// A run may end before its last shots are fired: another one gets them, sooner.
		for (let i = 0; left.shots.length + left.moments.length > 0; i++) {
			expect(i, JSON.stringify(left)).toBeLessThan(4);
			const group = run(`group-${i}`);
			const driven = await drive(python, subject, group, left);
			finished(driven);
			await expectSame(group, whole);
			losses.push(...(await contentsOf(group)).losses);
			left.shots = left.shots
				.filter((one) => !driven.shots.includes(one))
				.map((one) => ({ ...one, delay: one.delay / 4 }));
			left.moments = left.moments.filter(
				({ name }) => !driven.moments.includes(name),
			);
		}
		expect(losses).not.toEqual([]);
		report(name, [
			...shots.map(({ target }) => `${target}, at random`),
			...moments.map(
				({ rank, mode }) =>
					`rank ${rank}, ${mode === "read" ? "while restoring" : "in a save"}`,
			),
		]);
	});

	test("is resumed after each death of its driver", { timeout }, async () => {
		const plan = deathsOfDrivers(name);
		const drivers = run("drivers");
		for (const { title, ...faults } of all ? plan : plan.slice(0, 1)) {
			const { status, output } = await drive(python, subject, drivers, faults);
			expect(status, `${title}\n${output}`).toBe(null);
			const { events } = (await contentsOf(drivers)).whole;
			expect(events).toEqual(whole.events.slice(0, events.length));
			if (!faults.fault) continue;
			const { engine, manifest } = unfinished(drivers);
			expect(engine).toEqual([".metadata", "__0_0.distcp", "__1_0.distcp"]);
			expect(manifest).toBe(true);
		}
		finished(await drive(python, subject, drivers));
		await expectSame(drivers, whole);
		report(
			name,
			(all ? plan : plan.slice(0, 1)).map(({ title }) => title),
		);
	});
});
