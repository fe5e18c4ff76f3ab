import { expect, test } from "vitest";
import { parsePilot } from "../../../recipes/parse/parse-pilot.ts";
import { requireSameSpec } from "../../study-spec.ts";
import { pilotRules, specOf } from "../pilot-spec.ts";
import { stagesAt } from "./arm-stages.ts";
import { stageArms } from "./stage-arms.ts";

const steps = (count: number) => ({ kind: "steps", count });
const rate = (learningRate: number) => ({ optimizer: { learningRate } });

const first = { objective: "sft", length: steps(30), ...rate(1e-3) };
const staged = (name: string, last: object, before: object = first) => ({
	...{ name, stages: [before, last] },
});
const dpo = {
	...{ objective: "dpo", length: steps(10), ...rate(2e-5) },
	data: { train: "pairs.jsonl" },
};
const dft = { objective: "dft", length: steps(10), ...rate(1e-3) };

function pilotOf(more: object = {}) {
	return parsePilot(
		{
			...{ model: "m", data: { train: "rows.jsonl" }, tasks: ["t.yaml"] },
			...{ out: "out", learningRates: { factors: [0.5, 2] } },
			stageRates: "apart",
			arms: ["sft", staged("with dpo", dpo), staged("with dft", dft)],
			...more,
		},
		{ folder: "/home/me" },
	);
}

test("arms with the same first stage share its choice; each stage is tried at multiples of its own rate", () => {
	const { arms, budget } = pilotOf();
	const made = stageArms(arms, budget);
	expect(made.arms).toMatchObject([
		{
			...{ slug: "tune-with-dpo-stage-1", rates: [5e-4, 2e-3], after: [] },
			...{ share: 1, earlier: [], recipe: { objective: { kind: "sft" } } },
		},
	]);
	expect([...made.after]).toEqual([
		["with-dpo", ["tune-with-dpo-stage-1"]],
		["with-dft", ["tune-with-dpo-stage-1"]],
	]);
	expect(arms.map(({ rates }) => rates)[1]).toEqual([1e-5, 4e-5]);
});

test("first stages that differ, also in their share of a budget of steps, are tuned apart", () => {
	const longer = { ...dft, length: steps(60) };
	const arms = [staged("a", dpo), staged("b", longer)];
	const free = pilotOf({ arms });
	expect(stageArms(free.arms, free.budget).arms).toHaveLength(1);
	const bound = pilotOf({ arms, budget: { steps: 80 } });
	const made = stageArms(bound.arms, bound.budget);
	expect(made.arms.map(({ share }) => share)).toEqual([0.75, 1 / 3]);
	const other = staged("b", dpo, { ...first, ...rate(2e-3) });
	const apart = pilotOf({ arms: [staged("a", dpo), other] });
	expect(stageArms(apart.arms, null).arms).toHaveLength(2);
});

test("of three stages the second waits for the first, and has its rate", () => {
	const stages = [first, dft, dpo];
	const { arms } = pilotOf({ arms: [{ name: "three", stages }] });
	const made = stageArms(arms, null);
	const slugs = ["tune-three-stage-1", "tune-three-stage-2"];
	expect(made.arms.map(({ slug }) => slug)).toEqual(slugs);
	expect(made.arms[1]?.after).toEqual(slugs.slice(0, 1));
	expect(made.after.get("three")).toEqual(slugs);
	const chosen = { learningRate: 4e-5, steps: null, earlier: [7e-4, 3e-3] };
	const rates = stagesAt(arms[0]!, chosen).map(
		({ optimizer }) => optimizer.learningRate,
	);
	expect(rates).toEqual([7e-4, 3e-3, 4e-5]);
});

test("a folder of a pilot whose stages share a factor is the same still, and another rule is refused", () => {
	const together = pilotOf({ stageRates: "together" });
	expect(stageArms(together.arms, null).arms).toEqual([]);
	const usual = pilotOf({ stageRates: undefined });
	const specs = [together, usual].map((one) => specOf(one, [], []));
	expect(specs[0]).toEqual(specs[1]);
	expect(JSON.stringify(specs[0])).not.toContain("earlierRates");
	expect(() =>
		requireSameSpec("f", specOf(pilotOf(), [], []), specs[0]!, pilotRules),
	).toThrow(/earlierRates/);
});
