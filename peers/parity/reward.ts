// Compares rewards under a saved reward model with transformers and PEFT: npm run parity:reward -- MODEL_FOLDER ...
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { RandomStream } from "../../src/core/random.ts";
import { openModel } from "../../src/formats/open-model.ts";
import type { LoraModule } from "../../src/formats/peft/adapter.ts";
import { writeRewardModel } from "../../src/formats/peft/reward-model.ts";
import type { Architecture } from "../../src/models/architecture.ts";
import { openRewardReader } from "../../src/policy/reward-reader.ts";
import { peerProgram, runProgram, venvPython } from "../setup/python.ts";
import { setupPeers } from "../setup/setup.ts";

/** Largest difference of any reward. */
const tolerance = 1e-3;

const pad = 0;
const rowLengths = [5, 23, 12, 40];
const adapter = { rank: 4, alpha: 8, dropout: 0, rslora: true };

interface Rewards {
	readonly alone: readonly number[];
	readonly padded: readonly number[];
}

function draw(name: string, size: number, spread: number): Float32Array {
	const stream = new RandomStream(11, name);
	return Float32Array.from({ length: size }, () => spread * stream.normal());
}

/** A reward model of random numbers, beside all linear layers of a model. */
async function writeRandom(
	folder: string,
	base: string,
	{ linears, layout, hiddenSize }: Architecture,
): Promise<void> {
	const { rank } = adapter;
	const modules = linears.map(({ path, inFeatures, outFeatures }) => {
		const a = draw(`${path}.a`, rank * inFeatures, inFeatures ** -0.5);
		const b = draw(`${path}.b`, rank * outFeatures, 0.05);
		return [path, { inFeatures, outFeatures, a, b }] as const;
	});
	await writeRewardModel(folder, {
		adapter: {
			...adapter,
			...{ fanInFanOut: layout === "in-out", targets: null, base },
			modules: new Map<string, LoraModule>(modules),
		},
		head: draw("score", hiddenSize, hiddenSize ** -0.5),
	});
}

function askPeft(
	scratch: string,
	given: { model: string; reward: string; rows: number[][] },
): Rewards {
	const [rows, out] = ["rows.json", "rewards.json"].map((name) =>
		path.join(scratch, name),
	) as [string, string];
	writeFileSync(rows, JSON.stringify({ ...given, pad }));
	runProgram(venvPython, [peerProgram("reward_check.py"), rows, out]);
	return JSON.parse(readFileSync(out, "utf8")) as Rewards;
}

async function compare(folder: string): Promise<boolean> {
	const { model } = await openModel(folder, { checkValues: true });
	const { architecture } = model;
	const scratch = mkdtempSync(path.join(tmpdir(), "temper-reward-parity-"));
	try {
		const reward = path.join(scratch, "reward");
		await writeRandom(reward, folder, architecture);
		const stream = new RandomStream(12, "rows");
		const rows = rowLengths.map((length) =>
			Array.from(
				{ length },
				() => 1 + stream.integer(architecture.vocabSize - 1),
			),
		);
		const reader = await openRewardReader(reward, model, {
			device: { device: "cpu", threads: null },
			...{ length: Math.max(...rowLengths), tokens: 64 },
		});
		const ours = await reader.score(
			rows.map((ids, i) => ({
				...{ id: `row ${i}`, ids: Int32Array.from(ids), liked: true },
				mask: Uint8Array.from(ids, (_, t) => Number(t > 1)),
			})),
		);
		await reader.dispose();
		const theirs = askPeft(scratch, { model: folder, reward, rows });
		const gaps = Object.values(theirs).map((rewards: readonly number[]) =>
			Math.max(...ours.map((r, i) => Math.abs(r - (rewards[i] ?? Number.NaN)))),
		);
		const worst = Math.max(...gaps);
		console.log(
			`${worst < tolerance ? "ok" : "MISMATCH"}  ${folder}: rewards ${ours.map((r) => r.toFixed(3)).join(", ")}; PEFT's differ by ${gaps.map((gap) => gap.toExponential(1)).join(" alone, ")} padded`,
		);
		return worst < tolerance;
	} finally {
		rmSync(scratch, { recursive: true });
	}
}

setupPeers();
const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error("Name model folders.");
let fine = true;
for (const folder of folders)
	fine = (await compare(path.resolve(folder))) && fine;
process.exitCode = fine ? 0 : 1;
