import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { summariseRun } from "../../src/runs/run-summary.ts";
import type { Estimate } from "../../src/stats/estimate.ts";
import { arms, seeds } from "./arms.ts";
import type { Measured } from "./measure.ts";

const columns =
	"arm | seed | steps | seconds | held-out NLL | demo over base's sample | general KL | task KL | tokens | ends | exact match | round accuracies".split(
		" | ",
	);

/** The finished runs of the study as a Markdown table, with 95% intervals over held-out rows. */
export async function table(out: string): Promise<string> {
	const lines = [columns, columns.map(() => "---")];
	const base = join(out, "base.json");
	for (const arm of arms)
		for (const seed of seeds) {
			const run = join(out, `${arm.name}-${seed}`);
			const path = join(run, "measured.json");
			if (!existsSync(path)) continue;
			const { step, seconds, rounds } = await summariseRun(run);
			if (lines.length === 2)
				lines.push(["base", "", "0", "", ...cells(read(base)), ""]);
			lines.push([
				...[arm.name, `${seed}`, `${step}`, `${Math.round(seconds)}`],
				...cells(read(path)),
				rounds
					.map(({ heldOutAccuracy }) => heldOutAccuracy?.value.toFixed(2))
					.join(", "),
			]);
		}
	return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

function cells(measured: Measured): string[] {
	const { nll, demoAccuracy, klGeneral, klTask } = measured;
	const { length, endRate, exactMatch } = measured;
	return [
		...[show(nll), show(demoAccuracy, 2), show(klGeneral), show(klTask)],
		...[show(length, 0), `${Math.round(100 * endRate)}%`],
		show(exactMatch, 3),
	];
}

function show(estimate: Estimate | null | undefined, digits = 3): string {
	if (!estimate) return "";
	const [value, low, high] = [estimate.value, estimate.low, estimate.high].map(
		(x) => x.toFixed(digits),
	);
	return `${value} (${low} to ${high})`;
}

function read(path: string): Measured {
	return JSON.parse(readFileSync(path, "utf8"));
}
