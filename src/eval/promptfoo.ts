import { createHash } from "node:crypto";
import { isRight } from "./compare/is-right.ts";
import type {
	EvalReport,
	EvalResult,
	ItemResult,
	TaskResult,
} from "./eval-result.ts";

/** promptfoo's reasons for a failure. */
const failure = { none: 0, assertion: 1, error: 2 } as const;

const noTokens = {
	prompt: 0,
	completion: 0,
	cached: 0,
	total: 0,
	numRequests: 0,
};

/** What is asked, as promptfoo's templates name it. */
const template = "{{prompt}}";
const promptId = createHash("sha256").update(template).digest("hex");

type Line = ReturnType<typeof lineOf>;

/**
 * An evaluation as promptfoo exports one (version 3 of its results, read by `promptfoo import`): a test for each item, an
 * output for each subject. There, a higher score is better, so a likelihood becomes the mean probability of a token.
 */
export function promptfooExport({ base, tuned }: EvalReport) {
	const subjects = base === null ? [tuned] : [base, tuned];
	const places = placesOf(subjects);
	const lines = subjects.map((subject, promptIdx) =>
		subject.tasks.flatMap((task) =>
			task.items.map((item) =>
				lineOf(subject, task, item, {
					promptIdx,
					testIdx: places.get(placeOf(task, item)) as number,
				}),
			),
		),
	);
	const results = lines.flat();
	const names = tuned.tasks.map(({ name }) => name).join(", ");
	return {
		evalId: `temper-${tuned.created.replace(/[^0-9A-Za-z]/g, "-")}`,
		results: {
			version: 3,
			timestamp: tuned.created,
			prompts: subjects.map((subject, i) => promptOf(subject, lines[i] ?? [])),
			results,
			stats: { ...countOf(results), tokenUsage: noTokens },
		},
		config: {
			description: `npx temper-lm eval: ${names}`,
			prompts: [template],
			providers: subjects.map(providerOf),
		},
		shareableUrl: null,
		metadata: {
			evaluationCreatedAt: tuned.created,
			...{ exporter: "temper", temperVersion: tuned.temper },
		},
	};
}

function placeOf({ name }: TaskResult, { id }: ItemResult): string {
	return `${name} ${id}`;
}

/** The test of an item: the same in all subjects. */
function placesOf(subjects: readonly EvalResult[]): Map<string, number> {
	const places = new Map<string, number>();
	for (const { tasks } of subjects)
		for (const task of tasks)
			for (const item of task.items) {
				const place = placeOf(task, item);
				if (!places.has(place)) places.set(place, places.size);
			}
	return places;
}

function providerOf({ subject }: EvalResult) {
	return { id: `temper:${subject.name}`, label: subject.name };
}

function lineOf(
	subject: EvalResult,
	task: TaskResult,
	item: ItemResult,
	place: { readonly promptIdx: number; readonly testIdx: number },
) {
	const { id, prompt, expected, answer, score, reason, details } = item;
	const shared = score === null ? 0 : rising(task, score);
	const success = score !== null && passes(task, score);
	const namedScores = score === null ? {} : { [task.name]: score };
	const vars = { prompt, expected: expected ?? "", task: task.name };
	const metadata = { ...details, item: id, axis: task.axis };
	return {
		...place,
		testCase: { description: `${task.name}, ${id}`, vars, metadata },
		...{ promptId, vars, metadata, namedScores, success, score: shared },
		provider: providerOf(subject),
		prompt: { raw: prompt, label: template },
		response: { output: answer ?? "" },
		error: score === null ? reason : null,
		failureReason:
			score === null
				? failure.error
				: success
					? failure.none
					: failure.assertion,
		gradingResult: {
			...{ pass: success, score: shared, namedScores },
			reason: reason ?? `${task.scorer}: ${score} (${task.unit})`,
		},
		...{ latencyMs: 0, cost: 0, tokenUsage: noTokens },
	};
}

function rising({ better }: TaskResult, score: number): number {
	return better === "higher" ? score : Math.exp(-score);
}

/** Likelihoods pass: there is no right and wrong in them. */
function passes({ better }: TaskResult, score: number): boolean {
	return better === "lower" || isRight({ score });
}

function countOf(lines: readonly Line[]) {
	const count = (reason: number) =>
		lines.filter(({ failureReason }) => failureReason === reason).length;
	return {
		successes: count(failure.none),
		failures: count(failure.assertion),
		errors: count(failure.error),
	};
}

function promptOf(subject: EvalResult, lines: readonly Line[]) {
	const { successes, failures, errors } = countOf(lines);
	return {
		...{ id: promptId, raw: template, label: template },
		provider: providerOf(subject).id,
		metrics: {
			score: lines.reduce((sum, { score }) => sum + score, 0),
			testPassCount: successes,
			testFailCount: failures,
			testErrorCount: errors,
			assertPassCount: successes,
			assertFailCount: failures,
			totalLatencyMs: subject.seconds * 1000,
			tokenUsage: noTokens,
			...namedScoresOf(subject),
			cost: 0,
		},
	};
}

function namedScoresOf({ tasks }: EvalResult) {
	const scored = tasks.map(({ name, items }) => {
		const scores = items.flatMap(({ score }) =>
			score === null ? [] : [score],
		);
		const sum = scores.reduce((all, score) => all + score, 0);
		return { name, sum, count: scores.length };
	});
	return {
		namedScores: Object.fromEntries(scored.map(({ name, sum }) => [name, sum])),
		namedScoresCount: Object.fromEntries(
			scored.map(({ name, count }) => [name, count]),
		),
	};
}
