// Regret and coverage of the default way to buy trials, on simulated scores whose best split is known, beside a full grid,
// random search and a Gaussian process: `npm run study:budget-simulated` prints Markdown.

import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { bars } from "./bars.ts";
import { playAll } from "./play-all.ts";
import { commonRepeats, summaries } from "./summary.ts";
import {
	absoluteTable,
	coverageTable,
	relativeTable,
	strictTable,
} from "./tables.ts";
import { truths } from "./truths.ts";

const { values: flags } = parseArgs({
	options: {
		repeats: { type: "string", default: "50" },
		/** No further repeats are begun after so many minutes; tables are of those that every truth has. */
		minutes: { type: "string" },
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
const portion = 2;
const chosen = truths.filter(
	({ name }) => flags.truth.length === 0 || flags.truth.includes(name),
);
// All truths in some repeats before any in the next, so that a run that is cut short has as many of each.
const works = Array.from({ length: Math.ceil(repeats / portion) }, (_, i) =>
	chosen.map(({ name }) => ({
		truth: name,
		repeats: Array.from(
			{ length: Math.min(portion, repeats - portion * i) },
			(__, j) => portion * i + j,
		),
	})),
).flat();
const isLate = () =>
	flags.minutes !== undefined &&
	performance.now() - began > 60_000 * Number(flags.minutes);
let finished = 0;
const played = await playAll(works, Number(flags.processes), isLate, () => {
	process.stderr.write(`\r${++finished} of ${works.length}`);
});
process.stderr.write("\n");

const least = commonRepeats(played);
const all = summaries(played.filter(({ repeat }) => repeat < least));
const minutes = (performance.now() - began) / 60_000;
console.log(
	`${least} repeats of ${chosen.length} simulated tasks; ${minutes.toFixed(1)} minutes.\n`,
);
console.log("### Regret, share of the range of a budget's splits\n");
console.log(
	`Median / 90th percentile over repeats.\n\n${relativeTable(all)}\n`,
);
console.log("### Regret, percentage points\n");
console.log(`${absoluteTable(all)}\n`);
console.log("### Regret, share of the range, however small the range is\n");
console.log(`${strictTable(all)}\n`);
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
		JSON.stringify(
			{ repeats: least, minutes, bars: judged, summaries: all },
			null,
			1,
		),
	);
if (flags.check && missed.length > 0) process.exitCode = 1;
