import { existsSync, mkdirSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { temper } from "../temper.ts";
import { sideBySide, trainRun } from "../train-run.ts";
import { type Arm, armName, armsOf, type Part, parts } from "./arms.ts";
import type { Finished } from "./finished.ts";
import { measure, measureBase, readMeasured, type Scores } from "./measure.ts";
import { sharedSettings } from "./settings.ts";
import { table } from "./table.ts";
import { taskFiles } from "./tasks.ts";
import { baseOf } from "./warm-base.ts";

/**
 * SFT, DFT and MinorSFT at several learning rates, on a task of one right answer and on one of many, in the laboratory; SFT and
 * DFT on the latter once more, from a base that half knows it.
 * Measured runs are not run again, and unfinished ones go on: the study may be stopped at any time.
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
const seeds = Array.from({ length: Number(flags.seeds) }, (_, i) => i + 1);
const chosen = parts.filter(({ name }) => ["all", name].includes(flags.part));
const armsIn = (part: Part) =>
	armsOf(part).filter((arm) =>
		flags.only.some((start) => armName(arm).startsWith(start)),
	);
const folderOf = (arm: Arm, seed: number) =>
	join(out, `${armName(arm)}-${seed}`);

function settingsOf({ part, objective, rate }: Arm, seed: number): string[] {
	const rows = (name: string) => join(world, `${name}.jsonl`);
	const { setting } = objective;
	return [
		...sharedSettings({ objective: setting, rate, steps: part.steps, seed }),
		`data.heldOut={kind: file, path: ${rows(`${part.rows}/held-out`)}}`,
		`data.general=${rows("general/nll")}`,
		"evaluate=end",
	];
}

async function runOnce(
	arm: Arm,
	seed: number,
	{ model, tasks }: Pick<PreparedPart, "model" | "tasks">,
): Promise<void> {
	const run = folderOf(arm, seed);
	if (readMeasured(run)) return;
	const data = join(world, arm.part.rows, "train.jsonl");
	const settings = settingsOf(arm, seed);
	await trainRun(run, { model, data, settings });
	await measure(run, tasks);
}

interface PreparedPart {
	readonly part: Part;
	/** What its runs begin from. */
	readonly model: string;
	readonly tasks: readonly string[];
	readonly base: Scores;
}

async function preparePart(part: Part): Promise<PreparedPart> {
	const tasks = await taskFiles(part, world, out);
	const model = await baseOf(part, flags.model, out);
	const path = join(out, `base-${part.name}.json`);
	return { part, model, tasks, base: await measureBase(model, tasks, path) };
}

/** As many seeds as are finished in all arms. */
function finishedIn(part: Part): Finished[] {
	const arms = armsIn(part).map((arm) => ({
		...{ arm, all: seeds.map((seed) => readMeasured(folderOf(arm, seed))) },
	}));
	const whole = seeds.map((_, i) => arms.every(({ all }) => all[i]));
	return arms.map(({ arm, all }) => ({
		...{ arm, runs: all.flatMap((run, i) => (run && whole[i] ? run : [])) },
	}));
}

process.once("SIGTERM", () => process.exit(143));
process.once("SIGINT", () => process.exit(130));
mkdirSync(out, { recursive: true });
if (!existsSync(world)) await temper(["lab", world]);
const prepared = await Promise.all(chosen.map(preparePart));
if (!flags.table)
	await sideBySide(
		Math.min(2, availableParallelism()),
		seeds.flatMap((seed) =>
			prepared.flatMap((one) =>
				armsIn(one.part).map((arm) => () => runOnce(arm, seed, one)),
			),
		),
	);
for (const { part, base } of prepared)
	console.log(`${table(part, base, finishedIn(part))}\n`);
