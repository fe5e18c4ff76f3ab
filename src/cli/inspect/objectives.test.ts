import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { objectives } from "../../objectives/all.ts";
import { presetNames, presetOf } from "../../recipes/presets.ts";
import { objectiveKinds } from "../../recipes/schemas/objective-options.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";
import {
	needsOf,
	type ObjectiveFacts,
	objectiveFacts,
} from "./objective-facts.ts";

const all = objectiveKinds().map(objectiveFacts);

async function run(...argv: string[]) {
	const context = fakeContext();
	const status = await runCli(["objectives", ...argv], context);
	return { status, out: context.out(), err: context.err() };
}

const page = (name: string) =>
	readFileSync(new URL(`../../../${name}`, import.meta.url), "utf8");

const sources = ({ sources }: ObjectiveFacts) =>
	sources
		.map(({ arxiv, at }) =>
			[
				`[arXiv ${arxiv}](https://arxiv.org/abs/${arxiv})`,
				...(at === undefined ? [] : [at]),
			].join(", "),
		)
		.join("; ");

test("recipes know every objective of the registry, and no other", () => {
	expect(objectiveKinds().sort()).toEqual(Object.keys(objectives).sort());
});

test("each has a preset of its name, which names it", () => {
	expect(presetNames().toSorted()).toEqual(all.map(({ kind }) => kind).sort());
	for (const name of presetNames())
		expect(presetOf(name, "test").objective).toMatchObject({ kind: name });
});

test("all are listed, each with loss, needs, use and source, no wider than a screen", async () => {
	const { status, out } = await run();
	expect(status).toBe(0);
	const lines = out.split("\n");
	expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThan(80);
	const words = out.replaceAll(/\s+/g, " ");
	for (const facts of all) {
		const { kind, gist, formula, over, use, avoid } = facts;
		expect(words).toContain(` ${kind} ${gist} loss ${formula}; mean over`);
		expect(words).toContain(`mean over ${over} needs ${needsOf(facts)[0]}`);
		expect(words).toContain(` use ${use} avoid ${avoid}`);
		for (const { arxiv } of facts.sources)
			expect(words).toContain(`arXiv ${arxiv}`);
	}
});

test("needs are the objective's own", () => {
	const needs = (kind: keyof typeof objectives) =>
		needsOf(objectiveFacts(kind)).join("; ");
	expect(needs("dft")).toBe("demonstrations");
	expect(needs("asft")).toBe(
		"demonstrations; the model at the start of the stage, over its whole vocabulary",
	);
	expect(needs("simpo")).toBe("pairs");
	expect(needs("kto")).toBe(
		"answers with a verdict; the model at the start of the stage",
	);
	expect(needs("irft")).toBe(
		"demonstrations, and samples of the policy; the model at the start of the round",
	);
	expect(needs("grpo")).toMatch(/; objective\.reward$/);
});

test("one is shown with its options, its letters and its defaults", async () => {
	const { out } = await run("dft");
	expect(out).toMatch(/\n {2}note {4}Reported, /);
	expect(out).toMatch(/\n {2}NLL_t {3}-log p_t\n/);
	expect(out).toMatch(/\n {2}floor +null +a number from 0 below 1, or null\n/);
	expect(out).toMatch(/\n {2}keepEnd +false +true, false\n/);
	expect(out).toContain("npx temper-lm train --preset dft --model MODEL");
	expect((await run("grpo")).out).toMatch(/\n {2}reward +required +exact, /);
	expect((await run("sft")).out).toContain("It has no options.");
});

test("defaults are shown beside the paper's and TRL's, with the reason", async () => {
	const { out } = await run("dft");
	expect(out).toMatch(
		/\n {2}optimizer\.learningRate \(full\) +5e-5 +paper 5e-5, TRL 2e-5\n/,
	);
	expect(out).toMatch(/\n {2}schedule\.warmup +0\.1 +paper 0\.1, TRL 0\n/);
	expect(out.replaceAll(/\s+/g, " ")).toContain(
		"train learning rate 2e-4 for lora, 5e-5 for full; cosine schedule, warm-up 0.1",
	);
	const other = (await run("p-family")).out.replaceAll(/\s+/g, " ");
	expect(other).toContain(
		"objective.q 10 paper 10 The paper tries 1 and 10 for tasks that the model knows",
	);
});

test("JSON has the same", async () => {
	const list = JSON.parse((await run("--json")).out);
	expect(list).toEqual(JSON.parse(JSON.stringify(all)));
	const one = JSON.parse((await run("dpo", "--json")).out);
	expect(one.needs).toMatchObject({ pairs: true, reference: "tokens" });
	expect(one.options[0]).toMatchObject({ key: "beta", usual: 0.1 });
});

test("a kind that is none ends in a sentence", async () => {
	const { status, err } = await run("dpoo");
	expect(status).toBe(2);
	expect(err).toMatch(
		/^error: npx temper-lm objectives: expected one of sft, .*"dpoo"/,
	);
	expect(err).toMatch(/\nhint: Did you mean dpo\?\n$/);
});

test("docs/objectives.md has their table as it is told here", () => {
	const rows = all.map((facts) =>
		[
			`| \`${facts.kind}\``,
			facts.formula,
			facts.over,
			needsOf(facts).join("; "),
			`${sources(facts)} |`,
		].join(" | "),
	);
	const found = page("docs/objectives.md").split("\n");
	const head = found.findIndex((line) => line.startsWith("| objective |"));
	const end = found.indexOf("", head);
	expect(found.slice(head + 2, end)).toEqual(rows);
	for (const { kind } of all) expect(found).toContain(`### ${kind}`);
});

test("README.md has a line for each", () => {
	const found = page("README.md").split("\n");
	for (const facts of all)
		expect(found).toContain(
			`| \`${facts.kind}\` | ${facts.gist} | ${sources(facts)} |`,
		);
});
