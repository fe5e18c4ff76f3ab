import { openSession } from "../../runtime/open-session.ts";
import type { Objective } from "../objective.ts";
import { type Answer, randomAnswers } from "./answer.ts";
import { type Laboratory, laboratory, type Outcome } from "./evaluation.ts";
import type { Expectation } from "./expectation.ts";

type Wanted = Pick<Expectation<never>, "loss" | "statistic" | "strength">;

/** One objective at some options, ready to be asked. */
export interface Subject {
	readonly objective: Objective;
	readonly lab: Laboratory;
	readonly expected: Wanted;
	/** Random groups: each name draws others. */
	groups(count: number, name: string): Answer[];
	statistic(answers: readonly Answer[]): number;
}

/** Throws `internal` if the loss cannot be built. */
export function subjectOf(objective: Objective, expected: Wanted): Subject {
	return {
		objective,
		expected,
		lab: laboratory(objective, expected.strength),
		groups: (count, name) => randomAnswers(objective.needs, count, name),
		statistic: (answers) => objective.prepass?.summarise(answers) ?? 0,
	};
}

/** The same as `evaluate`, computed by the runtime in float32. */
export async function onDevice(
	{ lab }: Subject,
	answers: readonly Answer[],
	statistic: number,
): Promise<Outcome> {
	const session = await openSession(lab.graph, {
		device: "cpu",
		threads: 1,
	});
	const feeds = Object.entries(lab.feeds(answers, { statistic })).map(
		([name, { data, shape }]) =>
			[name, { data: Float32Array.from(data), dims: shape }] as const,
	);
	const found = await session.run(Object.fromEntries(feeds));
	await session.dispose();
	const outputs = Object.entries(found).map(
		([name, { data, dims }]) =>
			[name, { data: Float64Array.from(data), shape: dims }] as const,
	);
	return lab.outcome(Object.fromEntries(outputs), answers);
}
