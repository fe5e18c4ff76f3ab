// How often the audit finds what is planted, what it flags among clean rows, and what it finds in public sets: prints Markdown.
//   npm run study:audit                       the tables of docs/audit.md; --write also writes src/audit/checks/rates.ts
//   npm run study:audit -- --public FILE ...  audits the public sets that the package llamafactory carries, and the files
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
	type FindingKind,
	findingKinds,
} from "../../src/audit/audit-result.ts";
import { auditRows } from "../../src/audit/audit-rows.ts";
import { auditDefaults } from "../../src/audit/audit-settings.ts";
import { readAudited } from "../../src/audit/rows/read-audited.ts";
import { wilson } from "../../src/stats/share.ts";
import { markdown } from "../show.ts";
import { planted, type RowsAs } from "./plant.ts";
import { measurePlanted, type Tally } from "./planted.ts";
import { publicSets } from "./public-sets.ts";
import { missedByBands, similarityTable } from "./similarity.ts";
import { topicTable } from "./topics.ts";

const seeds = Array.from({ length: 20 }, (_, i) => i);
const sets: readonly RowsAs[] = ["demonstrations", "pairs"];
const names = process.argv.slice(2);

function share(count: number, of: number): string {
	const { value, low, high } = wilson(count, of);
	const text = (x: number) => (100 * x).toFixed(1);
	return `${text(value)} (${text(low)} to ${text(high)})`;
}

const isKind = (name: string): name is FindingKind =>
	(findingKinds as readonly string[]).includes(name);

async function plantedTables(): Promise<Map<FindingKind, Tally>> {
	const total = new Map<FindingKind, Tally>();
	for (const as of sets) {
		const kinds = planted[as].filter(isKind);
		const { tallies, alarms, misses } = await measurePlanted(as, seeds, kinds);
		console.log(`\n### Planted in ${as}\n`);
		console.log(
			markdown([
				["kind", "planted", "found, %", "clean rows flagged, %"],
				...[...tallies].map(([kind, { planted, found, clean, flagged }]) => [
					...[
						kind,
						String(planted),
						share(found, planted),
						share(flagged, clean),
					],
				]),
			]),
		);
		if (names.includes("--misses"))
			for (const line of [...misses, ...alarms].slice(0, 400))
				console.error(line);
		for (const [kind, tally] of tallies) {
			const sum = total.get(kind) ?? {
				planted: 0,
				found: 0,
				clean: 0,
				flagged: 0,
			};
			for (const key of ["planted", "found", "clean", "flagged"] as const)
				sum[key] += tally[key];
			total.set(kind, sum);
		}
	}
	return total;
}

/** The rates that findings quote. */
function ratesFile(total: ReadonlyMap<FindingKind, Tally>): string {
	const round = (count: number, of: number) => {
		const { value, low, high } = wilson(count, of);
		const text = (x: number) => Number(x.toFixed(4));
		return JSON.stringify({
			value: text(value),
			low: text(low),
			high: text(high),
		});
	};
	const lines = findingKinds.map((kind) => {
		const tally = total.get(kind);
		const rates =
			tally === undefined
				? "null"
				: `{ recall: ${round(tally.found, tally.planted)}, falseAlarms: ${round(tally.flagged, tally.clean)} }`;
		return `\t"${kind}": ${rates},\n`;
	});
	return `import type { Check, FindingKind } from "../audit-result.ts";\n\n/** Written by \`npm run study:audit -- --write\`, which prints the tables of docs/audit.md; then \`npm run format\`. */\nexport const rates: Readonly<Record<FindingKind, Check["measured"]>> = {\n${lines.join("")}};\n`;
}

async function publicTables(more: readonly string[]): Promise<void> {
	for (const path of [...Object.values(publicSets()), ...more]) {
		const read = await readAudited([path]);
		const options = { settings: auditDefaults, temper: "study", measure: null };
		const result = await auditRows(read, options);
		console.log(`\n### ${path.split("/").at(-1)}: ${read.rows.length} rows\n`);
		for (const { severity, message, evidence } of result.findings) {
			console.log(`- ${severity}: ${message}`);
			for (const { row, other, part, text, score } of evidence)
				console.log(
					`    ${row.split("/").at(-1)} ${other?.split(":").at(-1) ?? ""} ${part} ${score ?? ""} ${text}`,
				);
		}
	}
}

if (names.includes("--public"))
	await publicTables(names.filter((name) => !name.startsWith("--")));
else {
	const total = await plantedTables();
	console.log("\n### Similarity of edits\n");
	console.log(await similarityTable());
	console.log("\n### Copies that MinHash proposes\n");
	console.log(await missedByBands());
	console.log("\n### Groups of prompts\n");
	console.log(topicTable());
	const file = new URL("../../src/audit/checks/rates.ts", import.meta.url);
	if (names.includes("--write"))
		writeFileSync(fileURLToPath(file), ratesFile(total));
}
