import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditResult, FindingKind } from "../../src/audit/audit-result.ts";
import { auditRows } from "../../src/audit/audit-rows.ts";
import { auditDefaults } from "../../src/audit/audit-settings.ts";
import { readAudited } from "../../src/audit/rows/read-audited.ts";
import { type PlantedSet, plantedSet, type RowsAs } from "./plant.ts";

/** Rows of a kind of fault, and clean rows, with how many of each were flagged. */
export interface Tally {
	planted: number;
	found: number;
	clean: number;
	flagged: number;
}

export async function audited(lines: readonly string[]): Promise<AuditResult> {
	const folder = mkdtempSync(join(tmpdir(), "temper-study-audit-"));
	const file = join(folder, "rows.jsonl");
	try {
		writeFileSync(file, `${lines.join("\n")}\n`);
		const options = { settings: auditDefaults, temper: "study", measure: null };
		return await auditRows(await readAudited([file]), options);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Lines, from 0, that findings of a kind name. */
function linesOf({ findings }: AuditResult, kind: string): Set<number> {
	const rows = findings
		.filter((one) => one.kind === kind)
		.flatMap((one) => one.rows);
	return new Set(rows.map((row) => Number(row.split(":").at(-1)) - 1));
}

export interface Planted {
	readonly tallies: Map<FindingKind, Tally>;
	/** Clean rows that were flagged, one example of each kind and set. */
	readonly alarms: readonly string[];
	/** Planted faults that were missed. */
	readonly misses: readonly string[];
}

/** Recall and false alarms by kind, over sets with the given seeds. */
export async function measurePlanted(
	as: RowsAs,
	seeds: readonly number[],
	kinds: readonly FindingKind[],
): Promise<Planted> {
	const tallies = new Map<FindingKind, Tally>(
		kinds.map((kind) => [kind, { planted: 0, found: 0, clean: 0, flagged: 0 }]),
	);
	const alarms: string[] = [];
	const misses: string[] = [];
	for (const seed of seeds) {
		const set = plantedSet(as, seed);
		const result = await audited(set.lines);
		for (const [kind, tally] of tallies)
			count(set, kind, linesOf(result, kind), { tally, alarms, misses });
	}
	return { tallies, alarms, misses };
}

function count(
	{ faults, lines }: PlantedSet,
	kind: string,
	found: ReadonlySet<number>,
	into: { tally: Tally; alarms: string[]; misses: string[] },
): void {
	const { tally, alarms, misses } = into;
	faults.forEach((fault, i) => {
		const hit = found.has(i);
		if (fault === null) {
			tally.clean++;
			if (hit) tally.flagged++;
			if (hit) alarms.push(`${kind}: ${lines[i]}`);
		} else if (fault === kind) {
			tally.planted++;
			if (hit) tally.found++;
			else misses.push(`${kind}: ${lines[i]}`);
		}
	});
}
