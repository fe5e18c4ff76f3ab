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
import { type Measured, type Peaks, scalingTables } from "./summary.ts";

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
/** The quickest first, so that a run that is broken off has most of them. */
const points = new Map(
	chosen
		.flatMap(({ points: all }) => all)
		.toSorted((a, b) => a.rows * a.rowTokens - b.rows * b.rowTokens)
		.map((point) => [pointKey(point), point]),
);

/** Writes the points that are measured so far, and returns their tables. */
function save(peaks: Peaks): string {
	const known = chosen
		.map((sweep) => ({
			...sweep,
			points: sweep.points.filter((point) => measured.has(pointKey(point))),
		}))
		.filter((sweep) => sweep.points.length > 0);
	const machine = `${os.cpus()[0]?.model.trim()}, ${threads} threads`;
	const report = { machine, versions: describeVersions(), peaks };
	const tables = scalingTables(known, measured, peaks);
	mkdirSync(values.out, { recursive: true });
	const write = (name: string, content: string) =>
		writeFileSync(path.join(values.out, name), content);
	const results = Object.fromEntries(measured);
	const content = JSON.stringify({ ...report, results }, null, "\t");
	write("scaling.json", `${content}\n`);
	write("scaling.md", `${machine}\n\n${tables}`);
	write("scaling.svg", drawSweeps(known, measured));
	return tables;
}

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
			save(peaks);
		}
	console.log(save(peaks));
} finally {
	for (const folder of folders.values()) rmSync(folder, { recursive: true });
}
