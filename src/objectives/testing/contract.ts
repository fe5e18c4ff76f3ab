import { describe, expect, test } from "vitest";
import { type ObjectiveKind, objectives } from "../all.ts";
import type { Objective } from "../objective.ts";
import type { Expectations } from "./expectation.ts";
import { promises } from "./promises.ts";
import { subjectOf } from "./subject.ts";

/** Runs the whole contract on every objective. */
export function runContract(expectations: Expectations): void {
	for (const kind of Object.keys(objectives) as ObjectiveKind[])
		for (const { options, ...expected } of expectations[kind]) {
			const make = objectives[kind] as (options: unknown) => Objective;
			const title = options ? `${kind} ${JSON.stringify(options)}` : kind;
			describe(title, () => {
				const subject = subjectOf(make(options), expected);
				test("is called by its kind", () =>
					expect(subject.objective.name).toBe(kind));
				for (const [promise, check] of Object.entries(promises))
					test(promise, () => check(subject));
			});
		}
}
