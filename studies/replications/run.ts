import { existsSync, mkdirSync, rmSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readMeasure, StudyPaths } from "../../src/exports/studies.ts";
import { followStudy } from "../follow-study.ts";
import { temper } from "../temper.ts";
import { type Arm, armName, armsOf, type Part, parts } from "./arms.ts";
import type { Finished } from "./finished.ts";
import { type Measured, readRun, scoresOf } from "./measure.ts";
import {
	baseId,
	type PreparedPart,
	replications,
	runId,
	type Trial,
} from "./study.ts";
import { table } from "./table.ts";
import { taskFiles } from "./tasks.ts";

/**
 * SFT, DFT and MinorSFT at several learning rates, on a task of one right answer and on one of many, in the laboratory; SFT and
 * DFT on the latter once more, from a base that half knows it.
 * A study that was stopped continues where it stopped.
 */
const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: "models/lab" },
		/** A folder of `npx temper-lm lab`, made where it is absent. */
		world: { type: "string", default: "runs/world" },
		seeds: { type: "string", default: "5" },
		part: { type: "string", default: "all" },
		/** Arms whose names begin so, as folders of runs do; all where left out. */
		only: { type: "string", multiple: true, default: [""] },
		/** Runs nothing, and shows what is finished. */
		table: { type: "boolean", default: false },
		out: {
			type: "string",
			default: join(homedir(), ".cache", "temper", "studies", "replications"),
		},
	},
});

const [out, world] = [resolve(flags.out), resolve(flags.world)];
const paths = new StudyPaths(join(out, "study"), "replications");
const seeds = Array.from({ length: Number(flags.seeds) }, (_, i) => i + 1);
const chosen = parts.filter(({ name }) => ["all", name].includes(flags.part));

async function preparePart(part: Part): Promise<PreparedPart> {
	const arms = armsOf(part).filter((arm) =>
		flags.only.some((start) => armName(arm).startsWith(start)),
	);
	const tasks = await taskFiles(part, world, out);
	return { part, arms, tasks, warmRows: await warmRowsOf(part) };
}

/** Rows of another world, which is made first if it is absent. */
async function warmRowsOf({ rows, warm }: Part): Promise<string | null> {
	if (warm === null) return null;
	const other = join(out, `world-${warm.world}`);
	if (!existsSync(other))
		await temper(["lab", other, "--seed", `${warm.world}`]);
	return join(other, rows, "train.jsonl");
}

/** The model of a measured run is not needed any more. */
function dropModel({ id, kind }: Trial): void {
	if (kind !== "run") return;
	for (const name of ["model", "checkpoints"])
		rmSync(join(paths.run(id), name), { recursive: true, force: true });
}

async function measuredRun(arm: Arm, seed: number): Promise<Measured | null> {
	const id = runId(arm, seed);
	const result = await readMeasure(paths, id);
	return result && readRun(paths.run(id), result);
}

/** As many seeds as are finished in all arms. */
async function finishedIn(part: readonly Arm[]): Promise<Finished[]> {
	const arms = await Promise.all(
		part.map(async (arm) => ({
			arm,
			all: await Promise.all(seeds.map((seed) => measuredRun(arm, seed))),
		})),
	);
	const whole = seeds.map((_, i) => arms.every(({ all }) => all[i]));
	return arms.map(({ arm, all }) => ({
		...{ arm, runs: all.flatMap((run, i) => (run && whole[i] ? run : [])) },
	}));
}

mkdirSync(out, { recursive: true });
if (!existsSync(world)) await temper(["lab", world]);
const prepared = await Promise.all(chosen.map(preparePart));
if (!flags.table) {
	const options = { model: resolve(flags.model), world, seeds };
	await followStudy(await replications(prepared, options), {
		folder: paths.root,
		parallel: Math.min(2, availableParallelism()),
		afterJob: dropModel,
	});
}
for (const { part, arms } of prepared) {
	const base = await readMeasure(paths, baseId(part));
	if (base)
		console.log(`${table(part, scoresOf(base), await finishedIn(arms))}\n`);
}
