import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJsonFile } from "../../../formats/json/json-file.ts";
import { checkBudget } from "../../../report/budget/check-budget.ts";
import { reportFiles } from "../../../report/files/report-files.ts";
import type { Prices } from "../../../studies/budget/allocation.ts";

/** Prices in a unit: `EUR`, `minutes`, `examples`. */
export interface UnitPrices {
	readonly unit: string;
	readonly prices: Prices;
}

/** The prices that the study in a folder was last asked for; null before its first report. Throws `data`. */
export async function knownPrices(folder: string): Promise<UnitPrices | null> {
	const path = join(folder, reportFiles.json);
	if (!existsSync(path)) return null;
	const result = checkBudget(await readJsonFile(path, "data"), path);
	const { demonstration, pair } = result.prices;
	return { unit: result.unit, prices: { demonstration, pair } };
}
