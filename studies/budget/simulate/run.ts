// Regret and coverage of the default way to buy trials, on simulated scores whose best split is known, beside a full grid,
// random search and a Gaussian process: `npm run study:budget-simulated` prints Markdown.

import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { bars } from "./bars.ts";
import { playAll } from "./play-all.ts";
import { summaries } from "./summary.ts";
import { absoluteTable, coverageTable, relativeTable } from "./tables.ts";
import { truths } from "./truths.ts";

const { values: flags } = parseArgs({
	options: {
		repeats: { type: "string", default: "50" },
		/** Only these truths. */
		truth: { type: "string", multiple: true, default: [] },
		processes: {
			type: "string",
			default: String(Math.min(2, availableParallelism())),
		},
		/** File for the summaries, as JSON. */
		out: { type: "string" },
		/** Ends with status 1 if a bar is missed. */
		check: { type: "boolean", default: false },
	},
});

const began = performance.now();
const repeats = Number(flags.repeats);
/** Repeats that a process plays at once. */
const portion = 5;
const chosen = truths.filter(
	({ name }) => flags.truth.length === 0 || flags.truth.includes(name),
);
const works = chosen.flatMap(({ name }) =>
	Array.from({ length: Math.ceil(repeats / portion) }, (_, i) => ({
		truth: name,
		repeats: Array.from(
			{ length: Math.min(portion, repeats - portion * i) },
			(__, j) => portion * i + j,
		),
	})),
);
let finished = 0;
const played = await playAll(works, Number(flags.processes), () => {
	process.stderr.write(`\r${++finished} of ${works.length}`);
});
process.stderr.write("\n");

const all = summaries(played);
const minutes = (performance.now() - began) / 60_000;
console.log(
	`${repeats} repeats of ${chosen.length} simulated tasks; ${minutes.toFixed(1)} minutes.\n`,
);
console.log("### Regret, share of the range of a budget's splits\n");
console.log(
	`Median / 90th percentile over repeats.\n\n${relativeTable(all)}\n`,
);
console.log("### Regret, percentage points\n");
console.log(`${absoluteTable(all)}\n`);
console.log("### How often stated intervals hold the truth\n");
console.log(`${coverageTable(all)}\n`);
const judged = bars(all);
const missed = judged.filter(({ met }) => !met);
console.log(
	`### Bars\n\n${judged.length - missed.length} of ${judged.length} are met. Missed:\n`,
);
for (const { bar, found } of missed) console.log(`- ${bar}: ${found}`);
if (flags.out)
	writeFileSync(
		flags.out,
		JSON.stringify({ repeats, minutes, bars: judged, summaries: all }, null, 1),
	);
if (flags.check && missed.length > 0) process.exitCode = 1;
