// Speed and memory of a LoRA step against model size, tokens per row, rows and threads:
// npm run bench:scaling -- [--rounds N] [--sweep NAME] [--out FOLDER]
// Each point runs in a process of its own, all points once in each round. Models have random weights.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describeVersions } from "../../src/runs/machine.ts";
import { randomCheckpoint } from "../webgpu/random-checkpoint.ts";
import { productPeak } from "./peak.ts";
import { drawSweeps } from "./picture.ts";
import {
	configOf,
	type Point,
	pointKey,
	type ShapeName,
	sweeps,
} from "./points.ts";
import type { PointMeasurement } from "./program.ts";
import { type Measured, scalingTables } from "./summary.ts";

const { values } = parseArgs({
	options: {
		rounds: { type: "string", default: "1" },
		sweep: { type: "string" },
		threads: { type: "string", default: `${os.availableParallelism()}` },
		out: { type: "string", default: here("results") },
	},
});
const threads = Number(values.threads);

function here(name: string): string {
	return fileURLToPath(new URL(name, import.meta.url));
}

function measure(point: Point, folder: string): PointMeasurement {
	const { stdout, stderr, status } = spawnSync(
		process.execPath,
		[
			...["--import", "tsx", "--conditions=source", here("program.ts")],
			...[JSON.stringify(point), folder],
		],
		{ encoding: "utf8" },
	);
	if (status !== 0) throw new Error(`${pointKey(point)}:\n${stderr}`);
	return JSON.parse(stdout) as PointMeasurement;
}

const chosen = sweeps(threads).filter(
	({ name }) => values.sweep === undefined || name === values.sweep,
);
if (chosen.length === 0)
	throw new Error(
		`--sweep is one of ${sweeps(threads).map(({ name }) => name)}.`,
	);
const points = new Map(
	chosen.flatMap(({ points: all }) => all).map((p) => [pointKey(p), p]),
);
const folders = new Map<ShapeName, string>();
const measured: Measured = new Map();
try {
	for (const { shape } of points.values())
		if (!folders.has(shape))
			folders.set(shape, (await randomCheckpoint(configOf(shape))).folder);
	const peaks = {
		float32: await productPeak(32, threads),
		int8: await productPeak(8, threads),
	};
	for (let round = 1; round <= Number(values.rounds); round++)
		for (const [key, point] of points) {
			const one = measure(point, folders.get(point.shape) as string);
			measured.set(key, [...(measured.get(key) ?? []), one]);
			console.error(
				`${key}: ${one.tokensPerSecond.toFixed(0)} tokens/s, ${one.peakRssMb.toFixed(0)} MB`,
			);
		}
	const machine = `${os.cpus()[0]?.model.trim()}, ${threads} threads`;
	const report = { machine, versions: describeVersions(), peaks };
	const tables = scalingTables(chosen, measured, peaks);
	mkdirSync(values.out, { recursive: true });
	const save = (name: string, content: string) =>
		writeFileSync(path.join(values.out, name), content);
	const results = Object.fromEntries(measured);
	save(
		"scaling.json",
		`${JSON.stringify({ ...report, results }, null, "\t")}\n`,
	);
	save("scaling.md", `${machine}\n\n${tables}`);
	save("scaling.svg", drawSweeps(chosen, measured));
	console.log(tables);
} finally {
	for (const folder of folders.values()) rmSync(folder, { recursive: true });
}
