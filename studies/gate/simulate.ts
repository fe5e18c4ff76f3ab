import { RandomStream } from "../../src/core/random.ts";
import { pairedDifference } from "../../src/stats/paired/paired-difference.ts";
import type { Unit } from "../../src/stats/unit.ts";
import { decide, type GateRule } from "../../src/studies/gate/decide.ts";
import type { Axis } from "../../src/studies/pilot/pilot-result.ts";

/** What a tuning truly did: by how much it changed the share of right answers. */
export interface Truth {
	readonly name: string;
	readonly gain: number;
	/** Change on each axis that must stay. */
	readonly kept: readonly number[];
}

export interface Cell {
	readonly truth: Truth;
	/** Questions of every test. */
	readonly questions: number;
	/** Share of right answers of the base. */
	readonly base: number;
	/** Share of questions on which base and tuned model differ for no reason, half of them either way. */
	readonly churn: number;
}

interface Answers {
	readonly base: ReadonlyMap<string, Unit>;
	readonly tuned: ReadonlyMap<string, Unit>;
}

/**
 * Right and wrong answers of both, correlated through the questions: the tuned model answers as the base does, but for the
 * churn and for the change.
 */
function draw(
	stream: RandomStream,
	{ questions, base, churn }: Cell,
	change: number,
): Answers {
	const before = new Map<string, Unit>();
	const after = new Map<string, Unit>();
	for (let i = 0; i < questions; i++) {
		const right = stream.uniform() < base;
		// Among right answers of the base, those that are lost; among wrong ones, those that are won.
		const lost = (churn / 2 + Math.max(0, -change)) / base;
		const won = (churn / 2 + Math.max(0, change)) / (1 - base);
		const flips = stream.uniform() < (right ? lost : won);
		const unit = (one: boolean) => ({ sum: Number(one), weight: 1 });
		before.set(String(i), unit(right));
		after.set(String(i), unit(right !== flips));
	}
	return { base: before, tuned: after };
}

function axis(name: string, role: Axis["role"]): Axis {
	const known = { chance: 0, noise: 0, questions: null };
	return { name, role, unit: "accuracy", better: "higher", ...known };
}

/** How many of so many simulated tunings the gate lets through. */
export function shipped(cell: Cell, rule: GateRule, tunings: number): number {
	const { name } = cell.truth;
	const key = `${name} ${cell.questions} ${cell.base} ${cell.churn}`;
	const stream = new RandomStream(2026, key);
	let count = 0;
	for (let t = 0; t < tunings; t++) {
		const measured = [
			{ axis: axis("target", "target"), change: cell.truth.gain },
			...cell.truth.kept.map((change, i) => ({
				axis: axis(`kept ${i + 1}`, "retention"),
				change,
			})),
		].map((one) => {
			const { base, tuned } = draw(stream, cell, one.change);
			const bounds = pairedDifference(base, [tuned], "share", rule.alpha);
			return { axis: one.axis, difference: bounds, bounds };
		});
		if (decide(measured, rule).ship) count++;
	}
	return count;
}
