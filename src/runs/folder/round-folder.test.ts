import {
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
	countKept,
	type JudgedSample,
	listRounds,
	RoundFolder,
	readRound,
	type SampleRecord,
} from "./round-folder.ts";

let run: string;
beforeEach(() => {
	run = mkdtempSync(join(tmpdir(), "temper-rounds-"));
});
afterEach(() => rmSync(run, { recursive: true }));

const sample = (row: number): SampleRecord => ({
	row: `rows.jsonl:${row}`,
	index: 0,
	prompt: "Q",
	demonstration: "A",
	text: "B",
	ids: [3, 4],
	ended: true,
});
const judged = (row: number): JudgedSample => ({
	...sample(row),
	dropped: null,
	rewards: { total: row },
});

const scores = [Float32Array.of(-1, -2), Float32Array.of(-3)];

async function filled(): Promise<RoundFolder> {
	const folder = await RoundFolder.open(run, 1, "policy");
	await folder.writeBlock(0, [sample(1)]);
	await folder.writeJudged([judged(1), judged(2)]);
	await folder.writeScores("start", scores);
	return folder;
}

describe("a round belongs to one policy", () => {
	test("its files are read back, at its start and in its middle", async () => {
		await filled();
		for (const policy of ["policy", null]) {
			const folder = await RoundFolder.open(run, 1, policy);
			expect(await folder.readBlock(0)).toEqual([sample(1)]);
			expect(await folder.readJudged(2)).toEqual([judged(1), judged(2)]);
			expect(await folder.readScores("start", 2)).toEqual(scores);
		}
	});

	test("found with another policy it begins anew, and so do the parts inside", async () => {
		await filled();
		const part = await RoundFolder.open(run, 1, "policy", "held-out");
		await part.writeBlock(0, [sample(9)]);
		const folder = await RoundFolder.open(run, 1, "other");
		expect(await folder.readBlock(0)).toBeNull();
		expect(await folder.readJudged(2)).toBeNull();
		expect(readdirSync(join(run, "rounds/round-1"))).toEqual(["round.json"]);
	});

	test("what a killed writer left is removed", async () => {
		const { path } = await filled();
		writeFileSync(join(path, "samples.jsonl.tmp-1-00000000"), "{");
		writeFileSync(join(run, "rounds", "round-1.tmp-1-00000000"), "");
		await RoundFolder.open(run, 1, "policy");
		expect(readdirSync(join(run, "rounds"))).toEqual(["round-1"]);
		expect(readdirSync(path).sort()).toEqual([
			"block-0001.jsonl",
			"round.json",
			"samples.jsonl",
			"start.safetensors",
		]);
	});
});

describe("what is missing", () => {
	const missing: Record<string, (folder: RoundFolder) => Promise<unknown>> = {
		"samples.jsonl": (folder) => folder.readJudged(2),
		"start.safetensors": (folder) => folder.readScores("start", 2),
	};

	test.each(Object.entries(missing))(
		"%s: made again at the start of a round, refused in its middle",
		async (name, read) => {
			const { path } = await filled();
			rmSync(join(path, name));
			expect(await read(await RoundFolder.open(run, 1, "policy"))).toBeNull();
			await expect(
				RoundFolder.open(run, 1, null).then(read),
			).rejects.toMatchObject({
				code: "data",
				where: join(path, name),
				hint: expect.stringContaining("Remove the round's folder"),
			});
		},
	);

	test("fewer samples or scores than the round has are none", async () => {
		await filled();
		const start = await RoundFolder.open(run, 1, "policy");
		expect(await start.readJudged(3)).toBeNull();
		expect(await start.readScores("start", 1)).toBeNull();
		expect(await start.readScores("start", 3)).toBeNull();
		const middle = await RoundFolder.open(run, 1, null);
		await expect(middle.readJudged(3)).rejects.toMatchObject({ code: "data" });
		await expect(middle.readScores("start", 3)).rejects.toMatchObject({
			code: "data",
		});
	});

	test("a whole round", async () => {
		await expect(RoundFolder.open(run, 1, null)).rejects.toMatchObject({
			code: "data",
			where: join(run, "rounds/round-1"),
		});
		await expect(readRound(run, 2)).rejects.toMatchObject({
			code: "data",
			expected: "a run that samples in rounds",
		});
		await filled();
		await expect(readRound(run, 2)).rejects.toMatchObject({
			expected: "a round with samples, from 1 to 1",
		});
	});
});

describe("a damaged file is named with its line", () => {
	const lines = (path: string) => readFileSync(path, "utf8").split("\n");
	const damages: Record<string, (path: string) => string> = {
		"cut off": (path) => readFileSync(path, "utf8").slice(0, -9),
		"a list": (path) => `${lines(path)[0]}\n[]\n`,
		"a line of null": (path) => `${lines(path)[0]}\nnull\n`,
		"a sample without tokens": (path) =>
			`${lines(path)[0]}\n${JSON.stringify({ ...judged(2), ids: "3 4" })}\n`,
		"an empty line": (path) => `${lines(path)[0]}\n\n${lines(path)[1]}\n`,
	};
	test.each(Object.entries(damages))("%s", async (_, damage) => {
		const folder = await filled();
		const path = join(folder.path, "samples.jsonl");
		writeFileSync(path, damage(path));
		const error = { code: "data", where: `${path}:2` };
		await expect(folder.readJudged(2)).rejects.toMatchObject(error);
		await expect(readRound(run, 1)).rejects.toMatchObject(error);
	});

	test("scores", async () => {
		const folder = await filled();
		const path = join(folder.path, "start.safetensors");
		writeFileSync(path, readFileSync(path).subarray(0, 40));
		await expect(folder.readScores("start", 2)).rejects.toMatchObject({
			name: "TemperError",
			where: expect.stringContaining(path),
		});
	});
});

test("people see what was drawn so far, as if nothing was dropped", async () => {
	const folder = await RoundFolder.open(run, 2, "policy");
	await folder.writeBlock(1, [sample(2)]);
	await folder.writeBlock(0, [sample(1)]);
	await RoundFolder.open(run, 10, "policy");
	expect(await listRounds(run)).toEqual([2, 10]);
	const { samples, judged } = await readRound(run, 2);
	expect(judged).toBe(false);
	expect(samples.map(({ row }) => row)).toEqual([
		"rows.jsonl:1",
		"rows.jsonl:2",
	]);
	expect(samples[0]).toMatchObject({ dropped: null, rewards: {} });
});

test("what a run keeps of its rounds is counted", async () => {
	expect(await countKept(run)).toBe(0);
	const folder = await RoundFolder.open(run, 1, "policy");
	const part = await RoundFolder.open(run, 1, "policy", "reward-model");
	expect(await countKept(run)).toBe(0);
	await folder.writeBlock(0, [sample(1)]);
	await part.writeBlock(0, [sample(1)]);
	await folder.writeJudged([judged(1)]);
	await folder.writeScores("start", scores);
	expect(await countKept(run)).toBe(4);
});
