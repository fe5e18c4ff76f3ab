import { expect, test } from "vitest";
import { TemperError } from "../../../core/error.ts";
import { manyPredicted, predicted } from "../testing/fake-predictions.ts";
import { chooseGroups, type Grouping } from "./choose-groups.ts";

const grouping: Grouping = {
	groups: ["harmonious", "incompatible", "self-aligning", "contextualised"],
	...{ floor: 0.5, caliper: 0.05, size: null, seed: 0 },
};

const candidates = (predictions = manyPredicted(30, 10)) => ({
	...{ predictions, unmeasured: 0, withoutContext: null, explained: null },
});

test("groups have equal sizes, share no question and are matched on confidence", () => {
	const found = chooseGroups(grouping, candidates());
	expect(found.size).toBe(10);
	expect(new Set([...found.right, ...found.wrong]).size).toBe(20);
	const [harmonious, incompatible, own] = found.facts;
	expect(harmonious).toMatchObject({ available: 30, used: 10 });
	expect(incompatible).toMatchObject({ available: 10, used: 10 });
	expect(own).toEqual({ ...incompatible, group: "self-aligning" });
	const apart = harmonious!.confidence! - incompatible!.confidence!;
	expect(Math.abs(apart)).toBeLessThanOrEqual(0.05);
	expect(found.excluded.unmatched).toBe(20);
	expect(found.spareRight).toHaveLength(20);
});

test("the same settings choose the same questions; another seed others of a given size", () => {
	const small = { ...grouping, size: 4 };
	const found = chooseGroups(small, candidates());
	expect(found.right).toHaveLength(4);
	expect(chooseGroups(small, candidates())).toEqual(found);
	const other = chooseGroups({ ...small, seed: 1 }, candidates());
	expect(other.wrong).not.toEqual(found.wrong);
});

test("what is below the floor, has no context or no explanation is left out and counted", () => {
	const predictions = [
		...manyPredicted(10, 10),
		...[predicted(21, true, 0.5), predicted(22, false, 0.3)],
	];
	const found = chooseGroups(grouping, {
		...{ predictions, unmeasured: 3 },
		withoutContext: new Set([11, 1]),
		explained: new Set([11, 12, 13, 14, 15, 16, 17, 18]),
	});
	expect(found.excluded).toMatchObject({
		...{ "below-floor": 2, "not-measured": 3 },
		...{ "no-context": 1, "no-explanation": 2 },
	});
	expect(found.wrong.toSorted((a, b) => a - b)).toEqual([
		12, 13, 14, 15, 16, 17, 18,
	]);
});

test("nothing is matched if only wrong answers are needed", () => {
	const groups = ["incompatible", "self-aligning"] as const;
	const found = chooseGroups({ ...grouping, groups }, candidates());
	expect(found.size).toBe(10);
	expect(found.right).toEqual([]);
});

const refusal = (run: () => unknown): TemperError => {
	try {
		run();
	} catch (error) {
		if (error instanceof TemperError) return error;
	}
	throw new Error("nothing was refused");
};

test("groups that would be empty are refused with counts", () => {
	const far = [predicted(1, true, 0.95), predicted(2, false, 0.55)];
	const { message } = refusal(() => chooseGroups(grouping, candidates(far)));
	expect(message).toMatch(/at most 0.05 apart/);
	expect(message).toMatch(
		/2 of 2 measured questions above the floor, 1 answered right and 1 wrong/,
	);
	expect(message).toMatch(/Lower floor, raise caliper/);
});

test("a size that cannot be reached is refused with the largest one", () => {
	const wanted = { ...grouping, size: 11 };
	const { message } = refusal(() => chooseGroups(wanted, candidates()));
	expect(message).toMatch(/size: expected at most 10, .*found 11/);
});
