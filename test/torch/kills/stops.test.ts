import { spawnSync } from "node:child_process";
import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statfsSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openSafetensors } from "../../../src/formats/safetensors/safetensors.ts";
import { readTensor } from "../../../src/formats/safetensors/tensor-data.ts";
import type { RunContents } from "../../faults/inspect-run.ts";
import type { Subject } from "../../faults/subject.ts";
import { contentsOf, drive, expectSame, type Shot } from "./drive.ts";
import { writeTorchSubject } from "./subjects.ts";

const python = inject("python") as string;
const timeout = 1_800_000;

let folder: string;
let subject: Subject;
let whole: RunContents;

const go = (run: string, faults: Parameters<typeof drive>[3] = {}) =>
	drive(python, subject, run, faults);

const expectStatus = (
	{ status, output }: Awaited<ReturnType<typeof drive>>,
	wanted: number,
) => expect(status, output).toBe(wanted);

/** A signal to the driver soon after a step. */
const signal = (name: NodeJS.Signals, step: number): Shot => ({
	...{ target: "driver", step, delay: 100, signal: name },
});

describe.skipIf(inject("python") === null)("a run in two processes", () => {
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), "temper-stops-"));
		subject = writeTorchSubject(folder, "sft, adapters");
		const driven = await go(join(folder, "whole"));
		expectStatus(driven, 0);
		whole = (await contentsOf(join(folder, "whole"))).whole;
	}, timeout);
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test("finds a rank that hangs, ends the group and goes on", {
		timeout,
	}, async () => {
		const run = join(folder, "hangs");
		const stop = { signal: "SIGSTOP", delay: 0 } as const;
		const driven = await go(run, {
			shots: [
				{ ...stop, target: "rank 1", step: 2 },
				{ ...stop, target: "rank 0", step: 6 },
			],
			env: { TEMPER_TORCH_TIMEOUT: "45" },
		});
		expectStatus(driven, 0);
		expect(driven.shots).toHaveLength(2);
		await expectSame(run, whole);
		const { losses } = await contentsOf(run);
		expect(losses.join("\n")).toContain("so at least one rank hangs");
	});

	test("gives up after three new starts without progress, and is resumed", {
		timeout,
	}, async () => {
		const run = join(folder, "in-vain");
		const moments = ["1", "2", "3", "4"].map((name) => ({
			...({ name, rank: 1, mode: "read" } as const),
			path: "/models/toy/config\\.json$",
		}));
		const driven = await go(run, { moments });
		expect(driven.moments).toHaveLength(4);
		expectStatus(driven, 2);
		expect(driven.output).toMatch(
			/error: PyTorch processes: expected all of them alive during open, found rank 1 was ended by signal 9/,
		);
		expect(driven.output).not.toMatch(/bug in temper|^\s+at /m);
		expectStatus(await go(run), 0);
		await expectSame(run, whole);
	});

	test("saves and ends at SIGTERM and SIGUSR1, and is resumed", {
		timeout,
	}, async () => {
		const run = join(folder, "signals");
		for (const shot of [signal("SIGUSR1", 2), signal("SIGTERM", 6)]) {
			const driven = await go(run, { shots: [shot] });
			expectStatus(driven, 130);
			expect(driven.output).toContain("npx temper-lm runs resume");
			const { events } = (await contentsOf(run)).whole;
			expect(events.at(-1)).toMatchObject({
				...{ kind: "end", reason: "interrupted" },
			});
		}
		expectStatus(await go(run), 0);
		await expectSame(run, whole);
	});

	test("stops with a sentence when the disk is full, and is resumed", {
		timeout,
	}, async ({ skip }) => {
		const disk = join(folder, "disk");
		mkdirSync(disk);
		const options = ["-t", "tmpfs", "-o", "size=16m", "none", disk];
		if (spawnSync("mount", options).status !== 0)
			skip("mounting a small disk needs root on Linux");
		try {
			const run = join(disk, "run");
			const ballast = join(disk, "ballast");
			const stopped = await go(run, { shots: [signal("SIGTERM", 3)] });
			expectStatus(stopped, 130);
			const before = (await contentsOf(run)).whole.checkpoints;
			fill(ballast, disk, 200 << 10);
			const full = await go(run);
			expectStatus(full, 2);
			expect(full.output).toMatch(/error: .*No space left on device/);
			const last = Object.keys(before).at(-1);
			expect(full.output).toContain(`Checkpoint step-${last} is whole`);
			expect(full.output).not.toMatch(/bug in temper|^\s+at /m);
			expect((await contentsOf(run)).whole.checkpoints).toEqual(before);
			rmSync(ballast);
			expectStatus(await go(run), 0);
			await expectSame(run, whole);
		} finally {
			spawnSync("umount", [disk]);
		}
	});

	test("ends within 1e-6 if one process continues what two began", {
		timeout,
	}, async () => {
		const run = join(folder, "fewer");
		const stopped = await go(run, { shots: [signal("SIGTERM", 5)] });
		expectStatus(stopped, 130);
		const path = join(run, "manifest.json");
		const manifest = JSON.parse(readFileSync(path, "utf8"));
		manifest.recipe.engine.gpus = 1;
		writeFileSync(path, JSON.stringify(manifest));
		expectStatus(await go(run), 0);
		const [wanted, found] = await Promise.all(
			[join(folder, "whole"), run].map((one) => valuesOf(one)),
		);
		expect(found?.length).toBe(wanted?.length);
		const gaps = wanted?.map((value, i) => Math.abs(value - (found?.[i] ?? 1)));
		const largest = Math.max(...(gaps ?? []));
		console.log(`largest difference of a weight: ${largest}`);
		expect(largest).toBeLessThan(1e-6);
	});
});

/** Leaves so many bytes of a disk. */
function fill(path: string, disk: string, room: number): void {
	const { bavail, bsize } = statfsSync(disk);
	writeFileSync(path, Buffer.alloc(Math.max(0, bavail * bsize - room)));
}

/** All weights of a run's adapter. */
async function valuesOf(run: string): Promise<number[]> {
	const path = join(run, "adapter/adapter_model.safetensors");
	const { tensors } = await openSafetensors(path);
	const values: number[] = [];
	for (const name of [...tensors.keys()].sort()) {
		const tensor = tensors.get(name);
		if (tensor) values.push(...(await readTensor(tensor)));
	}
	return values;
}
