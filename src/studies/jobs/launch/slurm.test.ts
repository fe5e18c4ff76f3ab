import { execFileSync } from "node:child_process";
import {
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseLauncher } from "../../../recipes/launcher.ts";
import { runStudy } from "../../run-study.ts";
import type { StudyEvent } from "../../study-event.ts";
import { crewOf } from "./open-crew.ts";
import { slurmLauncher } from "./slurm.ts";
import { quick } from "./testing/shell-launcher.ts";
import { type TinyTypes, tinyStudy } from "./testing/tiny-study.ts";

const script = fileURLToPath(new URL("testing/fake-slurm.sh", import.meta.url));
const programs = ["sbatch", "squeue", "sacct", "scancel", "requeue"];

let root: string;
let jobs: string;
const { PATH } = process.env;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "temper-slurm-"));
	jobs = join(root, "jobs");
	const bin = join(root, "bin");
	for (const path of [jobs, bin]) mkdirSync(path);
	copyFileSync(script, join(bin, "slurm.sh"));
	chmodSync(join(bin, "slurm.sh"), 0o755);
	for (const name of programs)
		symlinkSync(join(bin, "slurm.sh"), join(bin, name));
	process.env.PATH = `${bin}${delimiter}${PATH}`;
	process.env.FAKE_SLURM = jobs;
});
afterEach(async () => {
	process.env.PATH = PATH;
	for (const name of readdirSync(jobs).filter((one) => one.endsWith(".pid")))
		try {
			process.kill(-Number(readFileSync(join(jobs, name), "utf8")), "SIGKILL");
		} catch {
			// It has ended.
		}
	// The shell that waited for a killed job may still write its state. Only the asynchronous function lists a folder anew before it tries again.
	await rm(root, { recursive: true, force: true, maxRetries: 10 });
});

const long = 180_000;

describe.runIf(process.platform === "linux")("with Slurm's programs", () => {
	test(
		"a requeued job continues from its checkpoint, in the same attempt",
		async () => {
			const folder = join(root, "study");
			const spec = parseLauncher({
				...{
					kind: "slurm",
					seats: 1,
					options: ["--partition=big", "--mem=1G"],
				},
			});
			const options = { folder, crew: crewOf(spec, quick) };
			const events: StudyEvent<TinyTypes>[] = [];
			let requeued = false;
			for await (const event of runStudy(tinyStudy([600]), options)) {
				events.push(event);
				if (event.kind !== "progress" || requeued) continue;
				if (event.progress.share < 0.02) continue;
				requeued = true;
				execFileSync("requeue", ["2"], { stdio: "ignore" });
			}
			expect(events.filter(({ kind }) => kind === "job-started")).toHaveLength(
				1,
			);
			expect(events.filter(({ kind }) => kind === "job-failed")).toEqual([]);
			expect(events.at(-1)).toMatchObject({ result: ["run-0"] });
			const manifest = join(folder, "runs/run-0/manifest.json");
			const { sessions } = JSON.parse(readFileSync(manifest, "utf8"));
			expect(sessions).toHaveLength(2);
			expect(sessions[1].fromStep).toBeGreaterThan(0);
			const given = readFileSync(join(jobs, "2.options"), "utf8");
			expect(given).toMatch(
				/--parsable --requeue .*--partition=big --mem=1G \S+job\.sh/,
			);
			expect(existsSync(join(jobs, "3.script"))).toBe(false);
		},
		long,
	);

	test("states of Slurm, in the queue and after it", async () => {
		const slurm = slurmLauncher({ options: [] });
		const state = (word: string) => {
			writeFileSync(join(jobs, "7.state"), `${word}\n`);
			return slurm.state("7");
		};
		expect(await state("CONFIGURING")).toEqual({ kind: "waiting" });
		expect(await state("RUNNING")).toEqual({ kind: "running" });
		expect(await state("SUSPENDED")).toEqual({ kind: "suspended" });
		expect(await state("A_LATER_VERSION_S")).toEqual({ kind: "running" });
		const ended = { kind: "ended" };
		expect(await state("COMPLETED")).toEqual({
			...{ ...ended, lost: false, reason: null },
		});
		expect(await state("NODE_FAIL")).toEqual({
			...{ ...ended, lost: true, reason: "NODE_FAIL" },
		});
		expect(await state("OUT_OF_MEMORY")).toEqual({
			...{ ...ended, lost: false, reason: "OUT_OF_MEMORY" },
		});
		writeFileSync(join(jobs, "7.old"), "");
		expect(await state("TIMEOUT")).toMatchObject({ lost: true });
	});

	test("the characters that mean something in a pattern of sbatch are escaped in the path of the output", async () => {
		const folder = join(root, "50% a\\b's");
		mkdirSync(folder);
		const job = { name: "a", folder, command: "true" };
		const id = await slurmLauncher({ options: [] }).submit(job);
		const given = readFileSync(join(jobs, `${id}.options`), "utf8");
		expect(given).toContain(
			`--output=${root}/50\\% a\\\\b's/output.txt --signal`,
		);
	});

	test("a job that Slurm refuses is named, and so is a machine without Slurm", async () => {
		const slurm = slurmLauncher({ options: [] });
		const job = { name: "a", folder: jobs, command: "true" };
		writeFileSync(
			join(root, "bin", "sbatch.sh"),
			"#!/bin/sh\necho 'sbatch: error: invalid partition specified: big' >&2\nexit 1\n",
			{ mode: 0o755 },
		);
		rmSync(join(root, "bin", "sbatch"));
		symlinkSync(join(root, "bin", "sbatch.sh"), join(root, "bin", "sbatch"));
		await expect(slurm.submit(job)).rejects.toMatchObject({
			...{ code: "device", where: "sbatch" },
			found: "status 1: sbatch: error: invalid partition specified: big",
		});
		process.env.PATH = join(root, "nothing");
		await expect(slurm.submit(job)).rejects.toMatchObject({
			...{ code: "device", found: "ENOENT" },
			hint: expect.stringContaining("login node"),
		});
	});
});
