import {
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseRecipe } from "../../../recipes/parse/parse-recipe.ts";
import { listCheckpoints } from "../../../runs/checkpoint.ts";
import type { Crew } from "../crew.ts";
import type { JobMessage, JobRequest } from "../job-request.ts";
import { crewOf } from "./open-crew.ts";
import { quick, shellLauncher } from "./testing/shell-launcher.ts";
import { workerVersions } from "./versions.ts";

let study: string;
let crew: Crew;
beforeEach(() => {
	study = mkdtempSync(join(tmpdir(), "temper-file-crew-"));
	crew = crewOf(shellLauncher(), quick);
});
afterEach(async () => {
	await crew.close?.();
	await rm(study, { recursive: true, force: true, maxRetries: 10 });
});

function request(count: number): JobRequest {
	const stage = parseRecipe({
		extends: "sft",
		model: "models/toy",
		data: { train: "examples/rows.jsonl", general: null },
		batch: { rows: 2, tokens: 256 },
		length: { kind: "steps", count },
		...{ evaluate: "never", save: { every: 2 } },
		device: { kind: "cpu", threads: 1 },
	});
	return {
		...{ kind: "train", run: join(study, "run"), stages: [stage], until: 1 },
		...{ inputs: null, measure: null, out: join(study, "measures/a.json") },
	};
}

/** Starts a job and collects what its worker says. */
function begin(asked: JobRequest) {
	const messages: JobMessage[] = [];
	const worker = crew.start(asked, (message) => messages.push(message));
	const last = () =>
		messages.findLast(({ kind }) => kind !== "progress") ?? null;
	const ended = async () => {
		await expect.poll(last, { timeout: 50_000 }).not.toBeNull();
		return last();
	};
	const progress = () =>
		expect.poll(() => messages.length, { timeout: 50_000 }).toBeGreaterThan(0);
	return { worker, messages, ended, progress };
}

/** The number of the process that works on the newest attempt. */
function workerPid(): number {
	const [session = ""] = readdirSync(join(study, "jobs"));
	const root = join(study, "jobs", session);
	const newest = Math.max(
		...readdirSync(root).map((name) => Number(name) || 0),
	);
	return Number.parseInt(
		readFileSync(join(root, `${newest}`, "beat"), "utf8"),
		10,
	);
}

const isAlive = (pid: number) => existsSync(`/proc/${pid}`);
const isLinux = process.platform === "linux";
const long = 120_000;

test(
	"a job is done by a process that shares only the folder, and nothing of the exchange is left",
	async () => {
		await crew.open?.(study, null);
		const { messages, ended } = begin(request(12));
		expect(await ended()).toMatchObject({
			...{ kind: "done", time: { share: expect.closeTo(11 / 12, 9) } },
		});
		expect(messages.some(({ kind }) => kind === "progress")).toBe(true);
		expect(existsSync(join(study, "measures/a.json"))).toBe(true);
		expect(existsSync(join(study, "run/adapter"))).toBe(true);
		await crew.close?.();
		expect(readdirSync(join(study, "jobs"))).toEqual([]);
	},
	long,
);

test(
	"a job that is asked to stop saves what it has",
	async () => {
		await crew.open?.(study, null);
		const { worker, ended, progress } = begin(request(100_000));
		await progress();
		worker.stop();
		expect(await ended()).toEqual({ kind: "stopped" });
		expect(readdirSync(join(study, "run/checkpoints"))).not.toEqual([]);
		expect(existsSync(join(study, "run/lock"))).toBe(false);
	},
	long,
);

test.runIf(isLinux)(
	"a worker that dies is told from one whose machine is gone, which writes nothing when it comes back",
	async () => {
		await crew.open?.(study, null);
		const first = begin(request(100_000));
		await first.progress();
		process.kill(workerPid(), "SIGKILL");
		const died = { kind: "failed", again: true };
		expect(await first.ended()).toEqual({ ...died, reason: "the worker died" });
		const second = begin(request(100_000));
		await second.progress();
		await expect
			.poll(() => existsSync(join(study, "run/checkpoints")), {
				timeout: 50_000,
			})
			.toBe(true);
		const pid = workerPid();
		process.kill(pid, "SIGSTOP");
		expect(await second.ended()).toMatchObject({
			...{ ...died, lost: true },
			reason: expect.stringMatching(
				/^its machine has not been heard from for 12 s/,
			),
		});
		const before = await listCheckpoints(join(study, "run/checkpoints"));
		process.kill(pid, "SIGCONT");
		await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
		expect(await listCheckpoints(join(study, "run/checkpoints"))).toEqual(
			before,
		);
		expect(existsSync(join(study, "measures/a.json"))).toBe(false);
	},
	long,
);

test.runIf(isLinux)(
	"a worker whose study is gone saves and ends, and a new session ends it at once",
	async () => {
		await crew.open?.(study, null);
		const { progress, ended } = begin(request(100_000));
		await progress();
		const pid = workerPid();
		const other = crewOf(shellLauncher(), quick);
		await other.open?.(study, null);
		await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
		expect(existsSync(join(study, "run/lock"))).toBe(false);
		await other.close?.();
		// Its folder is gone, so all that is known is that it ended.
		expect(await ended()).toMatchObject({ kind: "failed", again: true });
	},
	long,
);

test.runIf(isLinux)(
	"a worker that the cluster asks to end saves, and its attempt counts as lost",
	async () => {
		await crew.open?.(study, null);
		const { progress, ended } = begin(request(100_000));
		await progress();
		process.kill(workerPid(), "SIGTERM");
		expect(await ended()).toEqual({
			...{ kind: "failed", again: true, lost: true },
			reason:
				"the launcher's command ended the job before it was done, with a checkpoint",
		});
		expect(readdirSync(join(study, "run/checkpoints"))).not.toEqual([]);
	},
	long,
);

/** Opens a crew whose workers are a line of shell. */
async function openWith(start: string): Promise<unknown> {
	crew = crewOf(shellLauncher({ start, status: "echo done" }), quick);
	return crew.open?.(study, null).then(
		() => null,
		(error: unknown) => error,
	);
}

const answer = (file: object) =>
	`echo '${JSON.stringify(file)}' > {folder}/probe.new && mv {folder}/probe.new {folder}/probe.json`;

test(
	"the check before the first job says what is wrong",
	async () => {
		const versions = workerVersions();
		const fine = { host: "node7", ahead: 0, versions };
		expect(await openWith(answer(fine))).toBeNull();
		expect(await openWith("echo no such partition >&2; exit 4")).toMatchObject({
			code: "device",
			where: "launcher.start",
			found: "status 4: no such partition",
			hint: null,
		});
		expect(await openWith("true")).toMatchObject({
			found: expect.stringMatching(/ended the job before it began$/),
			hint: expect.stringMatching(/storage that all machines mount/),
		});
		expect(await openWith(answer({ ...fine, ahead: 90_000 }))).toMatchObject({
			where: "the launcher's command, machine node7",
			expected: expect.stringMatching(/^a clock within 15 s of that of /),
			found: "90 s of difference",
		});
		const old = { ...versions, node: "18.0.0" };
		expect(await openWith(answer({ ...fine, versions: old }))).toMatchObject({
			where: "the launcher's command, machine node7",
			expected: expect.stringContaining(`on Node ${versions.node}`),
			found: expect.stringContaining("on Node 18.0.0"),
		});
	},
	long,
);

test(
	"a job that waits in the queue is taken out of it when the study stops",
	async () => {
		await crew.close?.();
		const done = join(study, "done");
		const start = `test -e ${done} || { touch ${done}; sh -c {command} & }`;
		const status = "echo waiting";
		crew = crewOf(
			shellLauncher({ start, status, stop: `touch ${done}.2` }),
			quick,
		);
		await crew.open?.(study, null);
		const { worker, ended } = begin(request(2));
		await wait(300);
		worker.stop();
		expect(await ended()).toEqual({ kind: "stopped" });
		await crew.close?.();
		expect(existsSync(`${done}.2`)).toBe(true);
	},
	long,
);

test(
	"a job that the scheduler is just taking is ended when the study stops",
	async () => {
		await crew.close?.();
		const [taken, ended] = [join(study, "taken"), join(study, "ended")];
		const start = `test -e ${taken} && sleep 1; touch ${taken}; sh -c {command} & echo {name}`;
		crew = crewOf(
			shellLauncher({ start, status: "echo waiting", stop: `touch ${ended}` }),
			quick,
		);
		await crew.open?.(study, null);
		rmSync(ended, { force: true });
		const { worker, ended: end } = begin(request(2));
		await wait(300);
		worker.stop();
		await crew.close?.();
		expect(existsSync(ended)).toBe(true);
		expect(await end()).toEqual({ kind: "stopped" });
	},
	long,
);
