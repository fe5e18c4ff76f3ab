import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";

async function plan(...argv: string[]) {
	const context = fakeContext();
	const status = await runCli(["budget", "plan", ...argv], context);
	return { status, out: context.out(), err: context.err() };
}

const prices = ["--demonstration", "2 EUR", "--pair", "0.8..1 EUR"];
const usual = ["--budget", "5000 EUR", ...prices];

test("a plan is printed with its stages, measures, conditions and rules", async () => {
	const { status, out, err } = await plan(...usual, "--task", "reasoning");
	expect({ status, err }).toEqual({ status: 0, err: "" });
	for (const text of [
		"Plan for 5,000 EUR\n",
		"a demonstration costs 2 EUR, a pair 0.80 to 1 EUR\n",
		"the paper gives no split for this number of examples",
		"temper-lm budget study",
		"accuracy of the final answer on held-out problems",
		"] interpolated: The split between the thresholds",
		"] paper (arXiv 2502.11284, abstract): Preferences never come first",
	])
		expect(out).toContain(text);
	expect(out).toMatch(/\ntotal +1,623 +1,754 +4,649\.20 to 5,000 EUR\n/);
});

test("numbers in brackets lead to rules that are listed", async () => {
	const { out } = await plan(...usual, "--have-pairs", "40");
	const table = out.split("\n").filter((line) => /^\d .*\[/.test(line));
	const marks = table.flatMap((line) =>
		[...line.matchAll(/\[([\d, ]+)\]/g)].flatMap(([, list = ""]) =>
			list.split(", "),
		),
	);
	expect(marks.length).toBeGreaterThan(6);
	for (const mark of marks) expect(out).toContain(`\n[${mark}] `);
});

test("lines are wrapped to the terminal", async () => {
	const { showPlan } = await import("./show-plan.ts");
	const { out } = await plan(...usual, "--json");
	for (const language of ["en", "ja"] as const) {
		const { textWidth } = await import("../terminal/text-width.ts");
		const lines = showPlan(JSON.parse(out), language, 100);
		const widest = Math.max(...lines.map(textWidth));
		expect(widest).toBeLessThanOrEqual(104);
		expect(widest).toBeGreaterThan(80);
	}
});

test("JSON is the plan as a value", async () => {
	const { out } = await plan(...usual, "--json", "--model-size", "1.7B");
	expect(JSON.parse(out)).toMatchObject({
		...{ version: 1, unit: "EUR", regime: "gap", parameters: 1.7e9 },
		budget: { value: 5000, unit: "EUR" },
		prices: { demonstration: { low: 2, high: 2 }, pair: { low: 0.8, high: 1 } },
	});
});

test("a model's config gives its size", async () => {
	const model = join(import.meta.dirname, "../../../models/toy");
	const { out } = await plan(...usual, "--json", "--model", model);
	const { parameters, rules } = JSON.parse(out) as {
		parameters: number;
		rules: { id: string }[];
	};
	expect(parameters).toBeGreaterThan(1000);
	expect(parameters).toBeLessThan(1e7);
	expect(rules.map(({ id }) => id)).toContain("small-model");
});

test("a bare price is in the unit of the budget, a wage is per hour", async () => {
	const bare = await plan(
		"--budget",
		"5000 EUR",
		"--demonstration",
		"2",
		"--pair",
		"0.8..1",
	);
	expect(bare.out).toBe((await plan(...usual)).out);
	const hours = await plan(
		...["--budget", "900 EUR", "--demonstration", "10 min"],
		...["--pair", "3 min", "--wage", "30 EUR/h"],
	);
	expect(hours.out).toContain("a demonstration costs 5 EUR, a pair 1.50 EUR");
});

describe("mistakes", () => {
	const cases: [argv: string[], error: string][] = [
		[
			["--budget", "5000", ...prices],
			'error: --budget: expected a unit after the number, found "5000".\nhint: Write "5000 EUR"',
		],
		[
			["--budget", "5000 eurs", ...prices],
			'error: --budget: expected a unit: a currency (EUR, $, yen, or another ISO code), minutes, hours, or examples, found "eurs".\nhint: Did you mean EUR?',
		],
		[
			["--budget", "1..2 EUR", ...prices],
			"error: --budget: expected one amount",
		],
		[
			["--budget", "-5 EUR", ...prices],
			"error: the budget (--budget): expected an amount above 0, found -5 EUR.",
		],
		[
			["--budget", "1 EUR", ...prices],
			"error: the budget (--budget): expected at least the price of one demonstration, 2 EUR, found 1 EUR.",
		],
		[
			["--budget", "5000 EUR", "--demonstration", "0", "--pair", "1"],
			"error: the price of a demonstration (--demonstration): expected an amount above 0, found 0 EUR.",
		],
		[
			["--budget", "5000 EUR", "--demonstration", "2 EUR"],
			'error: the price of a preference pair (--pair): expected a price, found nothing.\nhint: Give it, such as --pair "2 EUR", or write --pair none',
		],
		[
			["--budget", "500 examples", "--have-pairs", "600"],
			"error: the budget (--budget): expected more examples than the 600 in hand",
		],
		[
			["--budget", "10 hours", ...prices],
			"error: the price of a demonstration (--demonstration): expected a price in minutes, or a wage to convert EUR into minutes, found EUR without a wage.",
		],
		[
			["--budget", "500 examples", "--pair", "2"],
			'error: --pair: expected a unit after the number, found "2".',
		],
		[
			[...usual, "--model-size", "big"],
			'error: --model-size: expected a number of parameters, such as 135M, 1.7B or 7B, found "big".',
		],
		[
			[...usual, "--model-size", "1B", "--model", "m"],
			"error: --model: expected either --model or --model-size, found both.",
		],
		[
			[...usual, "--cost-of-error", "1"],
			"error: --cost-of-error: expected both --cost-of-error and --answers, found only one of them.",
		],
		[
			[...usual, "--have-pairs", "-1"],
			"error: option '--have-pairs <n>' argument '-1' is invalid.",
		],
		[
			[...usual, "--target", "sums"],
			"error: --target: expected --results, whose task it names, found no --results.",
		],
		[prices, "error: required option '--budget <amount>' not specified."],
	];

	test.each(cases)(
		"%j ends in a sentence and status 2",
		async (argv, error) => {
			const { status, out, err } = await plan(...argv);
			expect({ status, out }).toEqual({ status: 2, out: "" });
			expect(err.slice(0, error.length)).toBe(error);
		},
	);
});

test("the group's help has a first plan that works as it is written", async () => {
	const context = fakeContext();
	await runCli(["budget", "--help"], context);
	const commands = [
		...context.out().matchAll(/npx temper-lm budget (plan --budget .*)/g),
	].map(([, words = ""]) => words);
	expect(commands.length).toBeGreaterThan(1);
	for (const words of commands) {
		const argv = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(
			([, quoted, plainWord]) => quoted ?? plainWord ?? "",
		);
		const ran = fakeContext();
		expect(await runCli(["budget", ...argv], ran), words).toBe(0);
		expect(ran.out()).toContain("Rules behind the numbers");
	}
});
