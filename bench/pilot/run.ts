// The quickstart's pilot as it was at an earlier commit and as it is now: `npm run bench:pilot -- --help`.

import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { spread } from "../spread.ts";
import { type Checkout, checkout, here } from "./checkout.ts";
import { compareOutcomes } from "./outcome.ts";
import { runPilot, type Timed } from "./timed.ts";

const usage = `Usage: npm run bench:pilot -- --before COMMIT [options]
  --before COMMIT   the commit with which the working tree is compared
  --rounds N        pilots of each side, in turns (default 3)
  --steps N         steps of a run, instead of the 80 of the quickstart
  --seeds N         seeds, instead of 3
  --arms N          only the first N arms
  --rates N         only the first N learning rates
  --work FOLDER     where the checkout of COMMIT, the rows and the pilots go (default: temper-bench-pilot in the system's temporary folder)`;

const { values: flags } = parseArgs({
	options: {
		before: { type: "string" },
		rounds: { type: "string", default: "3" },
		steps: { type: "string" },
		seeds: { type: "string" },
		arms: { type: "string" },
		rates: { type: "string" },
		work: {
			type: "string",
			default: path.join(tmpdir(), "temper-bench-pilot"),
		},
		help: { type: "boolean", default: false },
	},
});

if (flags.help || flags.before === undefined) {
	console.log(usage);
	process.exit(flags.help ? 0 : 2);
}

const work = path.resolve(flags.work);
mkdirSync(work, { recursive: true });
const number = (text: string | undefined) =>
	text === undefined ? null : Number(text);
const size = {
	...{ steps: number(flags.steps), seeds: number(flags.seeds) },
	...{ arms: number(flags.arms), rates: number(flags.rates) },
};

const before = checkout(flags.before, path.join(work, "before"));
const now = checkout(null, here);
const sides: readonly (readonly [string, Checkout])[] = [
	["before", before],
	["now", now],
];
const all = new Map<string, Timed[]>(sides.map(([name]) => [name, []]));
for (let round = 1; round <= Number(flags.rounds); round++)
	for (const [name, side] of round % 2 === 1 ? sides : sides.toReversed()) {
		const out = path.join(work, `pilot-${name}`);
		rmSync(out, { recursive: true, force: true });
		const timed = runPilot(side, { work, out, size });
		all.get(name)?.push(timed);
		const others = `others used ${(100 * timed.others).toFixed(0)}% of the processors`;
		console.log(
			`round ${round}, ${name}: ${timed.seconds.toFixed(1)} s, processor time ${timed.processor.toFixed(1)} s, ${others}`,
		);
	}

console.log(
	"\n| pilot | seconds, median (min to max) | relative to before, round by round | processor seconds | relative to before |\n| --- | --- | --- | --- | --- |",
);
const show = (values: readonly number[], digits: number) => {
	const { median, min, max } = spread(values);
	return `${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
};
for (const [name] of sides) {
	const cells = (["seconds", "processor"] as const).flatMap((what) => {
		const values = (all.get(name) ?? []).map((one) => one[what]);
		const ratios = values.map(
			(value, i) => value / (all.get("before")?.[i]?.[what] ?? 1),
		);
		return [show(values, 1), show(ratios, 2)];
	});
	console.log(`| ${name} | ${cells.join(" | ")} |`);
}
const differences = compareOutcomes(
	path.join(work, "pilot-before"),
	path.join(work, "pilot-now"),
);
console.log(
	differences.length === 0
		? "\nThe last pilots have the same weights and results."
		: `\nThe last pilots differ:\n${differences.map((one) => `- ${one}`).join("\n")}`,
);
