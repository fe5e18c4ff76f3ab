import { execFileSync } from "node:child_process";
import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Checkpoint, SavedCheckpoint } from "../checkpoint.ts";
import { readEvents } from "../event-log.ts";
import { describeMachine, describeVersions } from "../machine.ts";
import { noteFailure } from "../note-failure.ts";
import { RunFolder } from "./run-folder.ts";
import {
	eventsPath,
	listRuns,
	type RunManifest,
	readManifest,
} from "./run-manifest.ts";

let folder: string;
let path: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-run-"));
	path = join(folder, "run");
});

const manifest: RunManifest = {
	recipe: { seed: 7 },
	seed: 7,
	inputs: [],
	sessions: [],
};
const session = {
	at: "2026-11-22T00:00:00.000Z",
	versions: describeVersions(),
	machine: describeMachine(),
};
const keepTwo = { last: 2, best: false };

function checkpoint(step: number, score: number | null = null): Checkpoint {
	return {
		step,
		score,
		trainable: [
			{
				name: "a.weight",
				shape: [2, 2],
				data: new Float32Array([step, -0, 1e-42, Number.MAX_VALUE]),
			},
		],
		optimizer: [{ name: "m/a.weight", shape: [1], data: new Float32Array(1) }],
		state: { random: { shuffle: [1, 4294967295] }, row: step * 16 },
	};
}

function create(): Promise<RunFolder> {
	return RunFolder.create(path, manifest, "seed: 7\n");
}

function checkpoints(): string[] {
	return readdirSync(join(path, "checkpoints")).sort();
}

test("a checkpoint comes back bit for bit", async () => {
	const run = await create();
	await run.save(checkpoint(3, 0.5), keepTwo);
	const back = await run.rewind(session);
	const { folder, ...rest } = back as SavedCheckpoint;
	expect(rest).toEqual(checkpoint(3, 0.5));
	expect(folder).toBe(join(path, "checkpoints/step-3/engine"));
	expect(Object.is(back?.trainable[0]?.data[1], -0)).toBe(true);
	await run.close();
});

test("files of an engine come back with the checkpoint, and a damaged one is found", async () => {
	const run = await create();
	const write = async (to: string) => {
		mkdirSync(join(to, "shards"));
		writeFileSync(join(to, "shards", "0.distcp"), "weights");
	};
	await run.save({ ...checkpoint(3), write }, keepTwo);
	const back = await run.rewind(session);
	const shard = join(back?.folder ?? "", "shards", "0.distcp");
	expect(readFileSync(shard, "utf8")).toBe("weights");
	const manifest = readFileSync(
		join(path, "checkpoints/step-3/manifest.json"),
		"utf8",
	);
	expect(JSON.parse(manifest)).toHaveProperty(["engine/shards/0.distcp"]);
	writeFileSync(shard, "weighty");
	await expect(run.rewind(session)).rejects.toThrow(
		"expected engine/shards/0.distcp with the hash of its manifest",
	);
	await run.close();
});

test("going on forgets the events after the checkpoint and notes the session", async () => {
	const run = await create();
	expect(await run.rewind(session)).toBeNull();
	run.log.append({ kind: "note", step: 1, text: "kept" });
	const saved = await run.save(checkpoint(1), keepTwo);
	expect(saved).toBe(join("checkpoints", "step-1"));
	run.log.append({ kind: "note", step: 2, text: "lost" });
	await run.close();
	appendFileSync(eventsPath(path), '{"kind":');
	const again = await RunFolder.open(path);
	expect((await again.rewind(session))?.step).toBe(1);
	await again.close();
	expect(await readEvents(eventsPath(path))).toEqual([
		{ kind: "note", step: 1, text: "kept" },
	]);
	const { sessions } = await readManifest(path);
	expect(sessions.map(({ fromStep }) => fromStep)).toEqual([null, 1]);
});

test("a run without a checkpoint begins anew", async () => {
	const run = await create();
	run.log.append({ kind: "note", step: 1, text: "lost" });
	await run.close();
	const again = await RunFolder.open(path);
	expect(await again.rewind(session)).toBeNull();
	expect(again.log.length).toBe(0);
	await again.close();
});

describe("which checkpoints stay", () => {
	async function saveAll(keep: { last: number; best: boolean }) {
		const run = await create();
		const scores = [0.9, 0.4, 0.4, null, 0.7];
		for (const [i, score] of scores.entries())
			await run.save(checkpoint(i + 8, score), keep);
		await run.close();
		return checkpoints();
	}

	test("the last two, by number and not by name", async () => {
		expect(await saveAll(keepTwo)).toEqual(["step-11", "step-12"]);
	});

	test("and the first of the best", async () => {
		expect(await saveAll({ last: 1, best: true })).toEqual([
			"step-12",
			"step-9",
		]);
	});
});

describe("what a killed process leaves", () => {
	test("half a checkpoint under its temporary name is never read, and removed", async () => {
		const run = await create();
		await run.save(checkpoint(1), keepTwo);
		await run.close();
		const half = join(path, "checkpoints", "step-2.tmp-99-0123abcd");
		cpSync(join(path, "checkpoints", "step-1"), half, { recursive: true });
		const again = await RunFolder.open(path);
		expect((await again.rewind(session))?.step).toBe(1);
		await again.close();
		expect(checkpoints()).toEqual(["step-1"]);
	});

	test("half a start is started over", async () => {
		mkdirSync(path);
		writeFileSync(join(path, "recipe.json"), "{");
		writeFileSync(join(path, "manifest.json.tmp-99-0123abcd"), "{");
		writeFileSync(join(path, "lock"), "");
		await (await create()).close();
		expect(readdirSync(path).sort()).toEqual([
			"events.jsonl",
			"manifest.json",
			"recipe.json",
			"recipe.yaml",
		]);
	});
});

test("a run that failed before its first step is begun again in its place", async () => {
	const run = await create();
	run.log.append({ kind: "note", step: 0, text: "bad data" });
	await run.close();
	const again = await RunFolder.create(
		path,
		{ ...manifest, seed: 8 },
		"seed: 8\n",
	);
	expect(await again.rewind(session)).toBeNull();
	expect(again.log.length).toBe(0);
	await again.close();
	expect((await readManifest(path)).seed).toBe(8);
});

describe("damage is named", () => {
	async function damage(change: (checkpoint: string) => void): Promise<string> {
		const run = await create();
		await run.save(checkpoint(1), keepTwo);
		change(join(path, "checkpoints", "step-1"));
		try {
			await run.rewind(session);
		} catch (error) {
			expect(error).toMatchObject({ name: "TemperError", code: "disk" });
			return (error as Error).message;
		} finally {
			await run.close();
		}
		throw new Error("a damaged checkpoint was read as whole");
	}

	test("a shorter file", async () => {
		expect(
			await damage((at) => truncateSync(join(at, "optimizer.safetensors"), 20)),
		).toMatch(/bytes in optimizer\.safetensors, found 20/);
	});

	test("a flipped bit", async () => {
		expect(
			await damage((at) => {
				const file = join(at, "trainable.safetensors");
				const bytes = readFileSync(file);
				bytes[bytes.length - 1]! ^= 1;
				writeFileSync(file, bytes);
			}),
		).toMatch(/trainable\.safetensors with the hash of its manifest/);
	});

	test("a missing file, an empty manifest", async () => {
		expect(await damage((at) => rmSync(join(at, "state.json")))).toMatch(
			/state\.json/,
		);
		rmSync(path, { recursive: true });
		expect(
			await damage((at) => writeFileSync(join(at, "manifest.json"), "")),
		).toMatch(/manifest\.json: expected an object in JSON/);
	});
});

test("a folder in use, an earlier run, a stranger's folder", async () => {
	const run = await create();
	await expect(create()).rejects.toMatchObject({ code: "disk" });
	await expect(RunFolder.open(path)).rejects.toThrow(
		/no other process is writing to/,
	);
	await run.save(checkpoint(1), keepTwo);
	await run.close();
	await expect(create()).rejects.toThrow(/found an earlier run/);
	await expect(RunFolder.create(folder, manifest, "")).rejects.toThrow(
		/found 1 entries, run among them/,
	);
	await expect(RunFolder.open(folder)).rejects.toMatchObject({ code: "data" });
	expect(existsSync(join(folder, "lock"))).toBe(false);
	expect(await listRuns(folder)).toEqual([path]);
	expect(await listRuns(join(folder, "missing"))).toEqual([]);
});

test("the outcome replaces an earlier one as a whole", async () => {
	const run = await create();
	for (const text of ["old", "new"])
		await run.writeResult("adapter", async (temporary) =>
			writeFileSync(join(temporary, text), text),
		);
	expect(readdirSync(join(path, "adapter"))).toEqual(["new"]);
	await run.close();
});

/** A file system of 256 KiB, where this system lets us mount one. */
function smallDisk(): string | null {
	const at = mkdtempSync(join(tmpdir(), "temper-full-"));
	try {
		execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", at], {
			stdio: "ignore",
		});
		return at;
	} catch {
		return null;
	}
}

test("a full disk stops the save and leaves the last checkpoint whole", async (context) => {
	const disk = smallDisk();
	if (disk === null) return context.skip("needs the right to mount a tmpfs");
	try {
		path = join(disk, "run");
		const run = await create();
		await run.save(checkpoint(1), keepTwo);
		const large: Checkpoint = {
			...checkpoint(2),
			optimizer: [
				{ name: "m", shape: [1 << 18], data: new Float32Array(1 << 18) },
			],
		};
		await expect(run.save(large, keepTwo)).rejects.toMatchObject({
			code: "disk",
			found: expect.stringContaining("ENOSPC"),
			hint: expect.stringContaining("Checkpoint step-1 is whole"),
		});
		expect(checkpoints()).toEqual(["step-1"]);
		expect(await run.rewind(session)).toMatchObject(checkpoint(1));
		await run.close();
	} finally {
		execFileSync("umount", ["--lazy", disk]);
	}
});

test("a run that another process has taken over writes no checkpoint, outcome or note of its end", async () => {
	const run = await create();
	await run.save(checkpoint(0), keepTwo);
	await run.save(checkpoint(1), keepTwo);
	await run.append({ kind: "note", step: 1, text: "mine" });
	const events = readFileSync(eventsPath(path), "utf8");
	const other = JSON.stringify({ pid: 7, host: "elsewhere", began: null });
	writeFileSync(join(path, "lock"), other);
	const names = () => readdirSync(path, { recursive: true });
	const before = names();
	await expect(run.save(checkpoint(2), keepTwo)).rejects.toThrow(
		/process 7 on elsewhere has taken it over/,
	);
	const fill = async (temporary: string) =>
		writeFileSync(join(temporary, "weights"), "w");
	await expect(run.writeResult("adapter", fill)).rejects.toThrow(/taken it/);
	await expect(run.prune({ last: 1, best: false })).rejects.toThrow(/taken it/);
	await expect(run.rewind(session)).rejects.toThrow(/taken it/);
	await noteFailure(run, null, new Error("lost"));
	await run.close();
	expect(names()).toEqual(before);
	expect(readFileSync(eventsPath(path), "utf8")).toBe(events);
	expect(readFileSync(join(path, "lock"), "utf8")).toBe(other);
});
