import { expect, test } from "vitest";
import type { PilotResult } from "../../../studies/pilot/pilot-result.ts";
import type { Language } from "../../page/language/language.ts";
import { intervalNotes } from "../method/interval-notes.ts";
import { refusedPilot, unfinishedPilot } from "../testing/hard-pilots.ts";
import { samplePilot } from "../testing/sample-pilot.ts";
import { reportView } from "../view/report-view.ts";
import { describeConditions } from "./conditions.ts";
import { headline, rivalSentence } from "./headline.ts";
import { tiles } from "./tiles.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

function said(result: PilotResult, language: Language = "en"): string[] {
	return headline(reportView(result, language)).map(plain);
}

test("what was gained, what was lost, how far it moved, ship or not", () => {
	expect(said(samplePilot())).toEqual([
		"Continue with MinorSFT 0.05: it reaches 43.8% on sums, compared with 31.2% for the base, a gain of 12.6 percentage points (95% interval 9.5 to 15.7).",
		"No retention measure got worse beyond chance and noise; the model moved 0.0412 nats per token from the base.",
		"Ship it: all 4 conditions hold.",
	]);
	expect(said(samplePilot(), "ja")).toEqual([
		"推奨は「MinorSFT 0.05」です。「sums」で元のモデルの31.2%に対して43.8%に達し、12.6ポイント向上しました(95%区間 9.5〜15.7)。",
		"維持すべき能力に、偶然と誤差を超える悪化はありません。元のモデルからの移動距離は0.0412 nat/トークンです。",
		"4件の条件をすべて満たし、リリースできます。",
	]);
});

test("an arm that is not to be shipped is the best, and its losses are told", () => {
	expect(said(refusedPilot())).toEqual([
		"SFT gains the most within the tolerances: it reaches 44.7% on sums, compared with 31.2% for the base, a gain of 13.5 percentage points (95% interval 10.4 to 16.6).",
		"It lost 8.3 percentage points on capitals, 7.5 percentage points on valid JSON, and 0.122 nats per token on general NLL; the model moved 0.1271 nats per token from the base.",
		"Do not ship it: 3 of 4 conditions fail (capitals, general KL, and general NLL).",
	]);
});

test("a gain whose interval holds zero may be chance", () => {
	const sample = samplePilot();
	const arms = sample.arms.map((arm) => ({
		...arm,
		gains: { ...arm.gains, sums: { value: 0.01, low: -0.02, high: 0.04 } },
	}));
	expect(said({ ...sample, arms })[0]).toBe(
		"MinorSFT 0.05 does best, but its gain of 1.0 percentage points on sums may be due to chance (95% interval −2.0 to 4.0).",
	);
});

test("without a recommendation, the base stays", () => {
	const sample = samplePilot();
	const none = { ...sample, recommended: null, verdict: null };
	expect(said(none)).toEqual([
		"Keep the base: no arm on the front is clearly better than the base without a loss in retention.",
		"The largest gain on sums is 13.5 percentage points, by SFT (95% interval 10.4 to 16.6).",
	]);
	expect(said(unfinishedPilot())).toEqual([
		"No arm finished, so there is nothing to compare yet.",
	]);
});

test("without axes to keep, without a distance, without conditions", () => {
	const sample = samplePilot();
	const axes = sample.axes.filter(({ role }) => role === "target");
	expect(said({ ...sample, axes, verdict: null }).slice(1)).toEqual([
		"No retention measure was taken.",
		"No conditions were set, so the decision to ship is yours.",
	]);
});

test("the rival is the arm that gains most beside the recommended one", () => {
	expect(plain(rivalSentence(reportView(samplePilot(), "en"))!)).toBe(
		"SFT gains 0.9 percentage points more than MinorSFT 0.05 and moves 3.1 times as far.",
	);
	expect(rivalSentence(reportView(refusedPilot(), "en"))).toBeNull();
});

test("where less is better, a fall is a gain", () => {
	const sample = samplePilot();
	const axes = sample.axes.map((axis) =>
		axis.name === "general NLL"
			? { ...axis, role: "target" as const }
			: { ...axis, role: "retention" as const },
	);
	const arms = sample.arms.map((arm) => ({
		...arm,
		gains: {
			...arm.gains,
			"general NLL": { value: -0.3, low: -0.4, high: -0.2 },
		},
	}));
	expect(said({ ...sample, axes, arms })[0]).toContain(
		"a gain of 0.300 nats per token (95% interval 0.200 to 0.400)",
	);
});

test("figures that no one should miss", () => {
	const shown = tiles(reportView(samplePilot(), "en"));
	expect(shown.map(({ figure, unit }) => [figure, unit])).toEqual([
		["+12.6", "percentage points"],
		["+0.015", "nats per token"],
		["0.0412", "nats per token"],
		["4 hr 3 min", ""],
	]);
	expect(shown[1]!.note).toBe("general NLL; within chance and noise");
	const refused = tiles(reportView(refusedPilot(), "en"));
	expect(refused[1]!.note).toBe("general NLL; beyond chance and noise");
});

test("conditions say what has to hold, whichever sign their bound has", () => {
	const told = describeConditions(reportView(refusedPilot(), "en"));
	expect(told.map(({ text, measured }) => [plain(text), measured])).toEqual([
		[
			"Gain on sums must exceed 2 percentage points",
			"measured +13.5 (+10.4 to +16.6), one-sided bound +10.4",
		],
		[
			"capitals may fall by at most 3.5 percentage points",
			"measured −8.3 (−10.6 to −6.0), one-sided bound −10.6",
		],
		[
			"general KL must be at most 0.05 nats per token",
			"measured 0.1271 (0.1229 to 0.1313), one-sided bound 0.1229",
		],
		["general NLL may rise by at most 0.04 nats per token", "not measured"],
	]);
});

test("the worst of what must stay is what took most of what may be lost", () => {
	const worst = (result: PilotResult) =>
		tiles(reportView(result, "en"))[1]?.note;
	const refused = refusedPilot();
	expect(worst(refused)).toMatch(/^general NLL; beyond/);
	const { verdict } = refused;
	const conditions = (verdict?.conditions ?? []).map((one) =>
		one.axis === "capitals" ? { ...one, bound: -0.01 } : one,
	);
	expect(
		worst({ ...refused, verdict: verdict && { ...verdict, conditions } }),
	).toMatch(/^capitals; beyond/);
});

test("a gain in a target of which less is better is told as a gain", () => {
	const sample = samplePilot();
	const axes = sample.axes.map((axis) =>
		axis.role === "target" ? { ...axis, better: "lower" as const } : axis,
	);
	const [first, ...others] = sample.verdict?.conditions ?? [];
	const gained = first && {
		...first,
		value: { value: -0.126, low: -0.157, high: -0.095 },
		decisive: -0.095,
	};
	const verdict = sample.verdict && {
		...sample.verdict,
		conditions: gained ? [gained, ...others] : others,
	};
	const [told] = describeConditions(
		reportView({ ...sample, axes, verdict }, "en"),
	);
	expect(plain(told?.measured ?? "")).toBe(
		"measured +12.6 (+9.5 to +15.7), one-sided bound +9.5",
	);
});

test("a condition that fails says how many questions would tell, in both languages", () => {
	const texts = (language: "en" | "ja") =>
		describeConditions(reportView(refusedPilot(), language)).map(
			({ wouldTell }) => wouldTell,
		);
	expect(texts("en")).toEqual([
		null,
		"About 720 questions would be enough to decide; there were 200.",
		"More questions would not help, because the seeds differ too much; more seeds might.",
		null,
	]);
	expect(texts("ja").slice(0, 2)).toEqual([
		null,
		"判断には約720問が必要です(今回は200問)。",
	]);
});

test("consistency is shown in percent and explained where it was measured", () => {
	const sample = samplePilot();
	const axes = sample.axes.map((axis) =>
		axis.name === "capitals" ? { ...axis, unit: "agreement" } : axis,
	);
	const english = reportView({ ...sample, axes }, "en");
	expect(intervalNotes(english).join(" ")).toContain(
		"that agree, whether right or wrong",
	);
	const [capitals] = axes.filter(({ name }) => name === "capitals");
	expect(capitals && english.figures(capitals).unit).toBe(
		"answers that agree, %",
	);
	const japanese = reportView({ ...sample, axes }, "ja");
	expect(intervalNotes(japanese).join("")).toContain("一致した割合");
	expect(capitals && japanese.figures(capitals).unit).toBe("回答の一致率(%)");
	expect(intervalNotes(reportView(sample, "en"))).toHaveLength(2);
});
