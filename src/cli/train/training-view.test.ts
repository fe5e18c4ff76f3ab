import { expect, test } from "vitest";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type {
	EndEvent,
	LeashEvent,
	RunEvent,
	StepEvent,
} from "../../runs/events.ts";
import { createTerminal } from "../terminal/terminal.ts";
import { TrainingView } from "./training-view.ts";

const recipe = { length: { kind: "steps", count: 4 } } as ResolvedRecipe;
const cost = { seconds: 9, tokensPerSecond: 1, memoryBytes: 1 };

const end: EndEvent = {
	kind: "end",
	step: 4,
	reason: "finished",
	result: "adapter",
	error: null,
	cost,
};

const stepEvent: StepEvent = {
	...{ kind: "step", step: 1, epoch: 1, loss: 1, nll: 1, gradNorm: 1 },
	...{ learningRate: 1, tokens: 1, supervisedTokens: 1 },
	...{ monitors: null, pairs: null, own: {}, cost },
};

function shown(...events: RunEvent[]): string[] {
	const written: string[] = [];
	const screen = { write: (text: string) => written.push(text), columns: 60 };
	const view = new TrainingView(createTerminal(screen, {}), recipe, "runs/a");
	for (const event of events) view.show(event);
	return written.join("").split("\n");
}

test("an alarm stays on the screen, and is said again at the end", () => {
	const text =
		"The chosen answers have become less likely while the margin grew. Remedies: minor-dpo.";
	const alarm = { kind: "alarm", step: 2, text } as const;
	const lines = shown({ ...alarm, alarm: "likelihood-displacement" }, end);
	expect(lines.slice(0, 3)).toEqual([
		"ALARM at step 2: The chosen answers have become less likely",
		"  while the margin grew. Remedies: minor-dpo.",
		"an alarm was raised: npx temper-lm runs show runs/a",
	]);
});

test("the end says what can be done with the outcome", () => {
	expect(shown(end)).toContain(
		"to chat with it: npx temper-lm chat --run runs/a",
	);
	expect(shown({ ...end, step: 1 })[0]).toMatch(/^finished 1 step in /);
	expect(shown({ ...end, result: "reward-model" })).toContain(
		"to rank answers with it: npx temper-lm rank ANSWERS --reward runs/a",
	);
});

test("a leash stands beside the steps, and how it ended on a line of its own", () => {
	const measured: LeashEvent = {
		...{ kind: "leash", step: 2, measure: "kl", bound: 0.05, outcome: null },
		value: { value: 0.03, low: 0.02, high: 0.04 },
		strength: { name: "beta", value: 0.5 },
	};
	const step = { ...stepEvent, step: 3 };
	const outcome = { held: true, stopped: false, drawnBack: null };
	const lines = shown(measured, step, { ...measured, outcome });
	expect(lines[0]).toContain("general KL 0.03/0.05 beta 0.5");
	expect(lines[1]).toBe(
		"leash: inside, general KL 0.03 ±0.01 of 0.05 nats per token",
	);
});

test("lines are no wider than the screen", () => {
	const note = { kind: "note", step: 0, text: "word ".repeat(40).trim() };
	const lines = shown({ ...note, kind: "note" });
	expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
});
