import { expect, test } from "vitest";
import { samplePilot } from "../testing/sample-pilot.ts";
import { reportView } from "../view/report-view.ts";
import { ratesText } from "./rates-markdown.ts";
import { stageRates } from "./stage-rates.ts";

const length = { kind: "steps", count: 30 } as const;

function viewOf(
	language: "en" | "ja",
	tried: readonly { learningRate: number; score: number | null }[] | null,
) {
	const sample = samplePilot();
	const [arm] = sample.arms;
	const first = { objective: "sft", learningRate: 3e-4, length };
	const last = { objective: "dpo", learningRate: 2e-5, length };
	const stages = [tried === null ? first : { ...first, tried }, last];
	const staged = { ...arm!, name: "sft then dpo", stages };
	return reportView({ ...sample, arms: [staged] }, language);
}

const two = [
	{ learningRate: 1e-4, score: 0.25 },
	{ learningRate: 3e-4, score: null },
];

test("a stage that was tuned by itself is listed with its rates, and the same effort is not claimed", () => {
	const view = viewOf("en", two);
	expect(stageRates(view)[1]).toMatch(
		/^sft then dpo, stage 1 \(sft\): 3e-4 chosen, tuned before the next stage\. 1e-4: .*25.*; 3e-4: /,
	);
	const text = ratesText(view)?.join("\n");
	expect(text).toMatch(/Stages were tuned one after the other/);
	expect(text).not.toContain("same effort");
	const japanese = ratesText(viewOf("ja", two))?.join("\n");
	expect(japanese).toMatch(/第1段階/);
	expect(japanese).not.toContain("同じ手間");
});

test("stages that share a factor, and a stage with a single rate, are not called tuned", () => {
	for (const tried of [null, two.slice(1)]) {
		const view = viewOf("en", tried);
		expect(stageRates(view)).toEqual([]);
		expect(ratesText(view)?.join("\n")).toContain("same effort");
	}
});
