import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LabCells, LabFacts, LabTrial } from "./lab-cells.ts";

/** Columns of the product's `cells.csv` that are read. None of them holds a comma or a quote. */
const columns = [
	"demonstrations",
	"pairs",
	"control",
	"seed",
	"score",
	"moved",
	"seconds",
] as const;

/** Trials of a committed `cells.csv`; those without a score are left out. */
function readTrials(path: string): LabTrial[] {
	const [head = "", ...lines] = readFileSync(path, "utf8")
		.trimEnd()
		.split(/\r?\n/);
	const names = head.split(",");
	const at = Object.fromEntries(
		columns.map((name) => {
			const index = names.indexOf(name);
			if (index < 0) throw new Error(`${path}: no column ${name}`);
			return [name, index];
		}),
	) as Record<(typeof columns)[number], number>;
	return lines.flatMap((line) => {
		const fields = line.split(",");
		const text = (name: keyof typeof at) => fields[at[name]] ?? "";
		if (text("score") === "") return [];
		return {
			demonstrations: Number(text("demonstrations")),
			pairs: Number(text("pairs")),
			control: text("control") || null,
			seed: Number(text("seed")),
			score: Number(text("score")),
			moved: text("moved") === "" ? null : Number(text("moved")),
			seconds: Number(text("seconds")),
		};
	});
}

/** The committed cells of a study; null if there are none yet. */
export function readCells(folder: string, name: string): LabCells | null {
	const facts = join(folder, `${name}.json`);
	if (!existsSync(facts)) return null;
	return {
		name,
		...(JSON.parse(readFileSync(facts, "utf8")) as LabFacts),
		trials: readTrials(join(folder, `${name}.csv`)),
	};
}
