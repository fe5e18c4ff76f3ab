import { expect, test } from "vitest";
import type { StudyState } from "../../study.ts";
import type { Prediction } from "../groups/predictions.ts";
import { manyPredicted } from "../testing/fake-predictions.ts";
import { advance, type InterventionPlan } from "./advance.ts";
import type { InterventionJob } from "./job.ts";
import { planOf } from "./plan-of.ts";
import type {
	InterventionDecision,
	InterventionReading,
	InterventionTypes,
} from "./state.ts";

type Settings = Parameters<typeof planOf>[0];

const plan = (settings: Partial<Settings> = {}): InterventionPlan =>
	planOf(
		{
			groups: ["harmonious", "incompatible", "self-aligning"],
			...{ mixes: [0, 0.5, 1], quantities: null, size: null, seed: 0 },
			...{ floor: 0.5, caliper: 0.05, rates: [1e-4], seeds: [0, 1] },
			...{ explanation: { cue: "Why?", maxNewTokens: 8 }, where: "study" },
			...settings,
		},
		new Set(),
	);

interface Played {
	readonly jobs: readonly string[];
	readonly decisions: readonly InterventionDecision[];
}

/** Plays a study to its end with a score for each run; one of null is a failed run. */
function play(
	studied: InterventionPlan,
	score: (id: string) => number | null = () => 0.5,
	predictions: readonly Prediction[] = manyPredicted(20, 8),
): Played {
	const done = new Map<string, InterventionReading>();
	const failed = new Set<string>();
	const jobs: string[] = [];
	let decisions: readonly InterventionDecision[] = [];
	const read = (job: InterventionJob): InterventionReading | null => {
		if (job.kind === "questions")
			return { kind: "questions", predictions, unmeasured: 0 };
		if (job.kind === "explanations") {
			const wrong = predictions.filter((one) => one.gold !== one.chosen);
			const texts = new Map(
				wrong.map(({ line }) => [line, "because"] as const),
			);
			return { kind: "explanations", texts };
		}
		const got = score(job.id);
		const result = {} as Extract<
			InterventionReading,
			{ kind: "measured" }
		>["result"];
		return got === null
			? null
			: { kind: "measured", score: got, unscored: null, result };
	};
	for (let turn = 0; turn < 200; turn++) {
		const state: StudyState<InterventionTypes> = { done, failed, decisions };
		const next = advance(studied, state);
		expect(advance(studied, state)).toEqual(next);
		if (next.due !== undefined && next.due.length > 0) {
			decisions = [...decisions, ...next.due];
			continue;
		}
		const [job] = next.jobs;
		if (job === undefined) return { jobs, decisions };
		jobs.push(job.id);
		const reading = read(job);
		if (reading === null) failed.add(job.id);
		else done.set(job.id, reading);
	}
	throw new Error("the study does not end");
}

test("the base is asked, then explains, then the groups are settled and trained seed by seed", () => {
	const { jobs, decisions } = play(plan());
	expect(jobs).toEqual([
		...["base/questions", "base/explanations-0.5", "base/tasks"],
		...[0, 1].flatMap((seed) => [
			`harmonious/lr-0.0001/seed-${seed}/test`,
			`incompatible/lr-0.0001/seed-${seed}/test`,
			`self-aligning/lr-0.0001/seed-${seed}/test`,
			`mix-0.5/lr-0.0001/seed-${seed}/test`,
		]),
	]);
	expect(decisions.map(({ kind }) => kind)).toEqual(["groups"]);
});

test("without explanations, or without self-aligning rows, nothing is explained", () => {
	const explained = (settings: Partial<Settings>) =>
		play(plan(settings)).jobs.some((id) => id.includes("explanations"));
	expect(explained({ explanation: null })).toBe(false);
	expect(explained({ groups: ["harmonious"], mixes: [0] })).toBe(false);
	expect(explained({ groups: [], mixes: [0.2] })).toBe(true);
});

test("one learning rate is chosen for all arms, by the mean over both kinds of answers", () => {
	const scores: Record<string, number> = {
		...{ "harmonious/lr-0.001": 0.9, "incompatible/lr-0.001": 0.1 },
		...{ "harmonious/lr-0.0001": 0.6, "incompatible/lr-0.0001": 0.6 },
	};
	const { jobs, decisions } = play(plan({ rates: [1e-4, 1e-3] }), (id) =>
		id.endsWith("tuning") ? (scores[id.split("/seed")[0] ?? ""] ?? 0) : 0.5,
	);
	expect(decisions.at(-1)).toMatchObject({
		...{ kind: "rate", chosen: 1e-4 },
		tried: [
			{ learningRate: 1e-4, score: expect.closeTo(0.6) },
			{ learningRate: 1e-3, score: expect.closeTo(0.5) },
		],
	});
	const trained = jobs.filter((id) => id.endsWith("/test"));
	expect(trained.every((id) => id.includes("lr-0.0001"))).toBe(true);
	expect(jobs.filter((id) => id.endsWith("/tuning"))).toHaveLength(4);
});

test("a rate with a failed run is not chosen, and if all fail the study says so", () => {
	const rates = { rates: [1e-4, 1e-3] };
	const { decisions } = play(plan(rates), (id) =>
		id === "harmonious/lr-0.001/seed-0/tuning" ? null : 0.5,
	);
	expect(decisions.at(-1)).toMatchObject({ chosen: 1e-4 });
	expect(() =>
		play(plan(rates), (id) => (id.endsWith("tuning") ? null : 1)),
	).toThrow(
		/learningRates: expected a learning rate with which every group can be trained/,
	);
});

test("numbers of rows beyond what there is are not trained", () => {
	const quantities = { group: "harmonious", rows: [5, 8, 20, 21] } as const;
	const { jobs } = play(
		plan({
			groups: [],
			mixes: [],
			quantities: { ...quantities, rows: [...quantities.rows] },
			seeds: [0],
		}),
	);
	expect(jobs.filter((id) => !id.startsWith("base"))).toEqual([
		...["harmonious-5/lr-0.0001/seed-0/test"],
		...["harmonious-8/lr-0.0001/seed-0/test"],
		"harmonious/lr-0.0001/seed-0/test",
	]);
});

test("a failed run does not end the study", () => {
	const { jobs } = play(plan(), (id) => (id.includes("seed-0") ? null : 0.5));
	expect(jobs).toHaveLength(11);
});

test("a decision of other settings does not hold", () => {
	const { decisions } = play(plan());
	const done = new Map<string, InterventionReading>([
		[
			"base/questions",
			{
				...{ kind: "questions", unmeasured: 0 },
				predictions: manyPredicted(20, 8),
			},
		],
	]);
	const next = advance(plan({ size: 5, explanation: null }), {
		...{ done, failed: new Set(), decisions },
	});
	expect(next.due).toMatchObject([{ kind: "groups", size: 5 }]);
});

test("a study without an arm is refused", () => {
	expect(() => plan({ groups: [], mixes: [] })).toThrow(
		/expected at least one group, mix or number of rows/,
	);
});
