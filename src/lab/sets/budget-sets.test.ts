import { expect, test } from "vitest";
import { makeWorld, shippedSeed } from "../world.ts";
import { formDemonstrations, formPairs, formTest } from "./form-sets.ts";
import {
	mannerDemonstrations,
	mannerPairs,
	mannerTest,
} from "./manner-sets.ts";

const world = makeWorld(shippedSeed);

test("both kinds of form rows ask the same questions, and the test asks others", () => {
	const demonstrations = formDemonstrations(world);
	const pairs = formPairs(world);
	const asked = demonstrations.map(({ messages }) => messages[0]!.content);
	expect(pairs.map(({ question }) => question)).toEqual(asked);
	expect(new Set(asked).size).toBe(600);
	for (const { question, answer } of formTest(world)) {
		expect(asked).not.toContain(question);
		expect(answer).toMatch(/^So it is: .+ That is all\.$/);
	}
});

test("each fault of the form is what its name says", () => {
	const demonstrations = formDemonstrations(world);
	formPairs(world).forEach(({ chosen, rejected, fault }, i) => {
		expect(chosen).toBe(demonstrations[i]!.messages[1]!.content);
		expect(rejected).not.toBe(chosen);
		const inForm = /^So it is: .+ That is all\.$/.test(rejected);
		expect(inForm).toBe(fault === "wrong");
		if (fault === "bare") expect(chosen).toContain(rejected);
	});
});

test("demonstrations show three manners, pairs prefer one of them", () => {
	const demonstrations = mannerDemonstrations(world);
	const pairs = mannerPairs(world);
	const count = (wanted: string) =>
		demonstrations.filter(({ manner }) => manner === wanted).length;
	expect(["polite", "plain", "curt"].map(count)).toEqual([200, 200, 200]);
	pairs.forEach(({ question, chosen, rejected, fault }, i) => {
		expect(demonstrations[i]!.messages[0]!.content).toBe(question);
		expect(chosen).toMatch(/^With pleasure\. .+ I hope that helps\.$/);
		expect(rejected.startsWith("With pleasure.")).toBe(fault === "wrong");
	});
});

test("the preferred answer is first as often as second, whatever is the matter with the other", () => {
	const rows = mannerTest(world);
	for (const wanted of ["plain", "curt", "wrong"]) {
		const own = rows.filter(({ fault }) => fault === wanted);
		expect(own.filter(({ gold }) => gold === 0)).toHaveLength(50);
	}
	for (const { options, gold, answer } of rows)
		expect(options[gold]).toBe(answer);
});
