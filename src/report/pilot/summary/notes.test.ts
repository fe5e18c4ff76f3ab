import { expect, test } from "vitest";
import type {
	ArmResult,
	PilotResult,
} from "../../../studies/pilot/pilot-result.ts";
import { runRemarks } from "../runs/run-remarks.ts";
import { refusedPilot } from "../testing/hard-pilots.ts";
import { samplePilot } from "../testing/sample-pilot.ts";
import { reportView } from "../view/report-view.ts";
import { pilotNotes } from "./notes.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

test("what no figure says: broken leashes, alarms, answers without a score, leaks, rates at the edge", () => {
	expect(pilotNotes(reportView(samplePilot(), "en"))).toEqual([
		"3 answers of SFT could not be scored and are excluded from its gains; the table of runs gives the reason.",
		"3 of 3 finished runs of Leash 0.05 ended outside the leash and were drawn back towards the base, to as little as 93% of the way. A lower learning rate or a wider bound may gain more.",
		"4 of 200 questions of sums also occur in the training rows, so they test memorization.",
		"For MinorSFT 0.5, the highest learning rate that was tried was chosen; a higher one may be even better.",
	]);
	const view = reportView(refusedPilot(), "en");
	expect(pilotNotes(view)).toEqual([
		"The leash of SFT did not hold in 3 of 3 finished runs: the model moved further than the bound.",
		"In 3 of 3 finished runs of SFT, the chosen answers became less likely (likelihood displacement).",
		"3 answers of SFT could not be scored and are excluded from its gains; the table of runs gives the reason.",
		"1 answer of the base could not be scored and is excluded from every gain. The first: q1: no answer",
	]);
});

test("turns that end where the model's own files do not say so", () => {
	const note = { kind: "turn-ends", taught: ["<|im_end|>"] } as const;
	const told = (named: readonly string[]) => {
		const result = { ...samplePilot(), notes: [{ ...note, named }] };
		return pilotNotes(reportView(result, "en")).join("\n");
	};
	expect(told(["<|endoftext|>"])).toMatch(
		/ends turns with <\|im_end\|>, but the model's own files name <\|endoftext\|> as the end/,
	);
	expect(told([])).toMatch(/name none as the end/);
});

test("a leash that held by force: at the limit of its strength, or by drawing back", () => {
	const sample = samplePilot();
	const [arm] = sample.arms;
	const outcomes = [
		{ held: true, stopped: true, drawnBack: 0.659, atLimit: true },
		{ held: true, stopped: false, drawnBack: 0.9, atLimit: false },
		{ held: true, stopped: false, drawnBack: null, atLimit: false },
	];
	const runs = outcomes.map((outcome) => ({
		...arm!.runs[0]!,
		leash: {
			...({ step: 80, measure: "kl", bound: 0.01, outcome } as const),
			value: { value: 0.0098, low: 0.008, high: 0.011 },
			strength: { name: "penalty", value: 10_000 },
		},
	}));
	const of = (count: number) => ({
		...sample,
		arms: [{ ...arm!, name: "leash", runs: runs.slice(count) }],
	});
	const told = (language: "en" | "ja") =>
		pilotNotes(reportView(of(0), language)).map(plain);
	expect(told("en")).toContain(
		"In 1 of 3 finished runs of leash, the penalty ended at its upper limit (10,000): the learning rate was too high for the bound.",
	);
	expect(told("en")).toContain(
		"2 of 3 finished runs of leash ended outside the leash and were drawn back towards the base, to as little as 66% of the way. A lower learning rate or a wider bound may gain more.",
	);
	expect(told("ja").join()).toMatch(/上限\(10,000\).*最小で道のりの66%/);
	const free = pilotNotes(reportView(of(2), "en")).join();
	expect(free).not.toMatch(/upper limit|drawn back/);
});

test("preferences learned from a policy that was not fine-tuned on such answers, and from one that was", () => {
	const sample = samplePilot();
	const [arm] = sample.arms;
	const coldStart = {
		signs: ["excess", "unlikely", "end-of-turn", "unfinished"] as const,
		...{ logProb: -5.1, excess: 0.884, endP: 0.02, demonstrations: 1060 },
		greedy: { prompts: 8, ended: 1, limit: 56 },
	};
	const ready = { ...coldStart, signs: [], demonstrations: null };
	const told = (language: "en" | "ja", of: object[]) => {
		const runs = of.map((one) => ({ ...arm!.runs[0]!, coldStart: one }));
		const arms = [{ ...arm!, name: "dpo", runs }] as ArmResult[];
		const view = reportView({ ...sample, arms }, language);
		return pilotNotes(view).map(plain);
	};
	expect(told("en", [coldStart, ready])).toContain(
		"In 1 of 2 finished runs of dpo, preference training began from a model that was not fine-tuned on answers like the preferred ones (cold start): these answers cost 0.88 nats per token more than the entropy of the model's own predictions, their log-probability was −5.10 nats per token, the model ended its turn after them with a probability of 0.02, and 1 of 8 greedy answers ended within 56 tokens. Fine-tune on about 1,060 demonstrations first, or add an SFT term.",
	);
	expect(told("ja", [coldStart]).join()).toMatch(
		/「dpo」では、完了した1回の学習のうち1回で、.*コールドスタート.*0\.88ナット.*56トークン以内に終わったのは1件.*約1,060件の手本/,
	);
	expect(told("en", [ready]).join()).not.toMatch(/cold start/);
});

test("a pilot that left out seeds for want of time, and one that took longer all the same", () => {
	const notes: PilotResult["notes"] = [
		{ kind: "seeds-left-out", seeds: [2], limit: 480 },
		{ kind: "seeds-left-out", seeds: [3, 4], limit: 480 },
		{ kind: "late", limit: 480, took: 700 },
	];
	const view = reportView({ ...samplePilot(), notes }, "en");
	const texts = pilotNotes(view).map(plain);
	expect(texts).toContain(
		"No arm was trained with seed 2, because the pilot would have taken longer than its limit of 8 min.",
	);
	expect(texts.some((text) => /seeds 3 and 4, because/.test(text))).toBe(true);
	expect(texts).toContain(
		"The pilot took 11 min 40 sec, longer than its limit of 8 min.",
	);
});

test("where the largest gain may be chance, what so many questions can tell", () => {
	const sample = samplePilot();
	const doubtful = (arm: ArmResult): ArmResult => ({
		...arm,
		gains: { ...arm.gains, sums: { value: 0.04, low: -0.021, high: 0.1 } },
	});
	const arms = sample.arms.slice(0, 1).map(doubtful);
	const view = reportView({ ...sample, arms, recommended: null }, "en");
	expect(plain(pilotNotes(view)[0] ?? "")).toBe(
		"With 200 questions in sums, a gain below about 6.1 percentage points cannot be distinguished from chance; use more questions or more seeds.",
	);
});

test("an arm that never came to its end, and a base that is lost", () => {
	const sample = samplePilot();
	const [first] = sample.arms;
	const [run] = first!.runs;
	const reason = { kind: "fault", text: "a row is too long" } as const;
	const failed = {
		...first!,
		runs: [{ ...run!, state: "failed" as const, reason }],
	};
	const axes = sample.axes.map((axis) => ({
		...axis,
		chance: axis.name === "general NLL" ? 1 : axis.chance,
	}));
	const view = reportView({ ...sample, arms: [failed], axes }, "en");
	expect(pilotNotes(view).map(plain)).toEqual(
		expect.arrayContaining([
			"No run of SFT finished: a row is too long",
			expect.stringMatching(
				/^On general NLL, the base \(2\.8\d+\) is worse than chance \(1\.0+\)/,
			),
		]),
	);
});

test("what is said of a run", () => {
	const remarks = (arm: number, run: number, of = samplePilot()) => {
		const view = reportView(of, "en");
		return runRemarks(view, view.result.arms[arm]!.runs[run]!).map(
			({ text, bad }) => `${bad ? "! " : ""}${plain(text)}`,
		);
	};
	expect(remarks(0, 0)).toEqual([]);
	expect(remarks(0, 1)).toEqual([
		"! 3 answers could not be scored; the first: sums.jsonl:41: it timed out",
	]);
	expect(remarks(2, 2)).toEqual(["other learning rates scored better"]);
	expect(remarks(3, 1)).toEqual([
		"! the tensor lm_head: expected finite values, found infinity after step 71",
	]);
	expect(remarks(4, 0)).toEqual([
		"leash held: general KL 0.0487 (0.0445 to 0.0529), bound 0.05 nats per token; penalty ended at 35.7; drawn back to 93% of the way from the base",
	]);
	expect(remarks(0, 0, refusedPilot())).toEqual([
		"! leash did not hold: general KL 0.127 (0.11 to 0.144), bound 0.05 nats per token; penalty ended at 10,000; stopped early at step 120",
		"! the chosen answers became less likely from step 20 on (likelihood displacement)",
	]);
});
