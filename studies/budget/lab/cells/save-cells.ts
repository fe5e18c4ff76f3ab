import {
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { BudgetRecipe } from "../../../../src/recipes/parse/parse-budget.ts";
import type { BudgetResult } from "../../../../src/studies/budget/budget-result.ts";
import { readJournal, secondsWorked } from "../../../../src/studies/journal.ts";
import { StudyPaths } from "../../../../src/studies/study-paths.ts";
import type { LabFacts } from "./lab-cells.ts";

/** Bytes of all files in a folder. */
export function bytesIn(folder: string): number {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.reduce(
			(sum, { parentPath, name }) =>
				sum + statSync(join(parentPath, name)).size,
			0,
		);
}

/** Copies the trials of a finished study, and what else the tables need, from its folder into the folder of results. */
export async function saveCells(
	study: string,
	recipe: BudgetRecipe,
	{ name, results }: { readonly name: string; readonly results: string },
): Promise<void> {
	const read = (file: string) => readFileSync(join(study, file), "utf8");
	const result = JSON.parse(read("report.json")) as BudgetResult;
	const journal = await readJournal(new StudyPaths(study, "budget"));
	const finished = journal.flatMap((entry) =>
		entry.kind === "job-finished" ? [entry.seconds] : [],
	);
	const last = journal.findLastIndex(({ kind }) => kind === "job-finished");
	const { length } = recipe.demonstrations.recipe;
	const facts: LabFacts = {
		base: result.base?.value ?? Number.NaN,
		budgets: recipe.budgets,
		seeds: recipe.seeds,
		ratios: recipe.design.ratios,
		epochs: length.kind === "epochs" ? length.count : Number.NaN,
		rates: result.stages.map(({ kind, anchors }) => ({ stage: kind, anchors })),
		machine: { cpu: result.machine.cpu, cores: result.machine.cores },
		jobs: finished.length,
		jobSeconds: Math.round(finished.reduce((sum, one) => sum + one, 0)),
		seconds: Math.round(secondsWorked(journal.slice(0, last + 1))),
		bytes: bytesIn(study),
	};
	mkdirSync(results, { recursive: true });
	writeFileSync(
		join(results, `${name}.json`),
		`${JSON.stringify(facts, null, "\t")}\n`,
	);
	writeFileSync(
		join(results, `${name}.csv`),
		read("cells.csv").replaceAll("\r\n", "\n"),
	);
}
