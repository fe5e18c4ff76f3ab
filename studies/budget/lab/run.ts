import { existsSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readBudget } from "../../../src/recipes/parse/parse-budget.ts";
import { temper } from "../../temper.ts";
import type { LabCells } from "./cells/lab-cells.ts";
import { readCells } from "./cells/read-cells.ts";
import { saveCells } from "./cells/save-cells.ts";
import { type LabStudyName, labStudies } from "./lab-studies.ts";
import { gridTrials } from "./replay/question.ts";
import { replay } from "./replay/replay.ts";
import {
	costTable,
	findingsTable,
	largerTable,
	movedTable,
	ratesTable,
	replayTable,
	truthTable,
} from "./tables.ts";
import { truthOf } from "./truth.ts";

/**
 * How to split a budget between demonstrations and pairs: the full grid on two tasks and two models of the lab, and what the default
 * of `budget study` finds with a third of it. `npm run study:budget` trains what is missing, a study that was stopped continues,
 * and prints Markdown; `npm run study:budget-cells` trains nothing and reads the committed cells.
 */
const { values: flags } = parseArgs({
	options: {
		/** A study of `lab-studies.ts`; all where left out. */
		only: { type: "string", multiple: true, default: [] },
		/** Trains nothing and reads the cells that are there. */
		cells: { type: "boolean", default: false },
		/** Folder of the cells: the committed ones, or `cells` in the folder of the studies. */
		results: { type: "string" },
		/** Repeats of the default on top of the cells; 0 leaves it out. */
		repeats: { type: "string", default: "20" },
		parallel: {
			type: "string",
			default: String(Math.min(2, availableParallelism())),
		},
		/** Folder of the studies. */
		out: {
			type: "string",
			default: join(homedir(), ".cache", "temper", "studies", "budget"),
		},
	},
});

/** Relative to the repository, as the files of the studies have it. */
const world = "runs/world";
const committed = join(import.meta.dirname, "results");
const results = resolve(
	flags.results ?? (flags.cells ? committed : join(flags.out, "cells")),
);
const chosen = labStudies.filter(
	({ name }) => flags.only.length === 0 || flags.only.includes(name),
);

/** As `temper-lm budget study` does it, then keeps its cells. */
async function train({ name, task, model }: LabStudyName): Promise<void> {
	const file = join(import.meta.dirname, `${task}.yaml`);
	const out = join(resolve(flags.out), name);
	const override = `model=${resolve("models", model)}`;
	await temper([
		...["budget", "study", file, "--out", out],
		...["--set", override, "--parallel", flags.parallel],
	]);
	const recipe = readBudget(file, { overrides: [override], out });
	await saveCells(out, recipe, { name, results });
}

function show(studies: readonly LabCells[]): void {
	const truths = studies.map(truthOf);
	for (const truth of truths) {
		const { study, surface } = truth;
		const { p } = surface.fit;
		console.log(
			`## ${study.name}: ${gridTrials(study)} trials in the grid, base ${(100 * study.base).toFixed(1)}%\n`,
		);
		console.log(
			`Score in percent, means over seeds.\n\n${truthTable(truth)}\n`,
		);
		console.log(
			`Deviation between seeds ${(100 * surface.seedNoise).toFixed(1)} points; fit of the shape p = ${p === null ? "unknown" : p.toFixed(3)}.\n`,
		);
		console.log(`KL from the base, nats per token.\n\n${movedTable(study)}\n`);
	}
	console.log(`## Findings\n\n${findingsTable(truths)}\n`);
	console.log(`${largerTable(studies)}\n`);
	console.log(`## Learning rates\n\n${ratesTable(studies)}\n`);
	console.log(`## Time and disk\n\n${costTable(studies)}\n`);
	const repeats = Array.from({ length: Number(flags.repeats) }, (_, i) => i);
	if (repeats.length === 0) return;
	const replayed = studies.flatMap((study) =>
		repeats.flatMap((repeat) => {
			process.stderr.write(`\r${study.name}: repeat ${repeat + 1}   `);
			return replay(study, repeat, Math.floor(gridTrials(study) / 3));
		}),
	);
	process.stderr.write("\n");
	console.log(
		`## The default with a third of the grid, ${repeats.length} repeats\n\n${replayTable(replayed)}`,
	);
}

if (!flags.cells) {
	if (!existsSync(world)) await temper(["lab", world]);
	for (const study of chosen) await train(study);
}
const studies = chosen.flatMap(({ name }) => readCells(results, name) ?? []);
if (studies.length === 0)
	throw new Error(`no cells in ${results}: run the study without --cells`);
show(studies);
