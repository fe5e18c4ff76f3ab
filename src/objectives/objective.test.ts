import { describe, expect, test } from "vitest";
import { gradients } from "../grad/gradients.ts";
import type { Value } from "../graph/graph.ts";
import { interpret } from "../graph/interpret/interpret.ts";
import { type Tensor, tensor } from "../graph/interpret/tensor.ts";
import { Ops } from "../graph/ops.ts";
import { dft } from "./dft.ts";
import { minorSft } from "./minor-sft.ts";
import type { BatchShape, Objective } from "./objective.ts";
import { sft } from "./sft.ts";

/** Log-probabilities of supervised tokens by row; a row without any is all masked. */
interface Rows {
	readonly logProb: readonly (readonly number[])[];
	readonly reference?: readonly (readonly number[])[];
	/** Whether a row's last token ends a turn. */
	readonly ends?: boolean;
}

const vector = (values: readonly number[]) =>
	tensor([values.length], Float64Array.from(values));

/** Feeds of a micro-batch, with one blank entry at the end, as packing leaves it. */
function feedsOf({ logProb, reference = logProb, ends = false }: Rows) {
	const flat = (rows: readonly (readonly number[])[], blank: number) =>
		vector([...rows.flat(), blank]);
	const owners = logProb.flatMap((row, r) => row.map(() => r));
	const last = logProb.flatMap((row) =>
		row.map((_, t) => t === row.length - 1),
	);
	const S = owners.length + 1;
	const membership = new Float64Array(logProb.length * S);
	owners.forEach((r, s) => {
		membership[r * S + s] = 1;
	});
	return {
		logProb: flat(logProb, -7),
		reference: flat(reference, 0),
		valid: vector([...owners.map(() => 1), 0]),
		ends: vector([...last.map((is) => (is && ends ? 1 : 0)), 0]),
		membership: tensor([logProb.length, S], membership),
		lengths: vector(logProb.map((row) => Math.max(1, row.length))),
		rowValid: vector(logProb.map((row) => (row.length > 0 ? 1 : 0))),
	};
}

type Build = (
	ops: Ops,
	logProb: Value,
	reference: Value,
	batch: BatchShape,
) => { sum: Value; weight: Value };

const of =
	(objective: Objective): Build =>
	(ops, logProb, reference, batch) =>
		objective.loss(
			ops,
			{
				logProb,
				entropy: logProb,
				top1: logProb,
				topEntropy: () => logProb,
				reward: () => logProb,
			},
			{ logProb: reference, kl: () => reference },
			batch,
		);

/** Numerator, denominator and d numerator / d logProb of the supervised tokens. */
function evaluate(build: Build, rows: Rows) {
	const ops = new Ops();
	const logProb = ops.input("logProb", ["S"]);
	const { sum, weight } = build(ops, logProb, ops.input("reference", ["S"]), {
		valid: ops.input("valid", ["S"]),
		ends: ops.input("ends", ["S"]),
		membership: ops.input("membership", ["B", "S"]),
		lengths: ops.input("lengths", ["B"]),
		rowValid: ops.input("rowValid", ["B"]),
		liked: ops.input("liked", ["B"]),
		pairValid: ops.input("pairValid", ["P"]),
		advantages: ops.input("advantages", ["B"]),
		sampled: ops.input("sampled", ["S"]),
		statistic: ops.input("statistic", []),
	});
	ops.output("gradient", gradients(ops, sum, [logProb])[0] as Value);
	ops.output("sum", sum);
	ops.output("weight", weight);
	const out = interpret(ops.graph(), feedsOf(rows));
	const numbers = (name: string) => [...(out[name] as Tensor).data];
	const gradient = numbers("gradient");
	expect(gradient.at(-1)).toBeCloseTo(0, 15);
	return {
		sum: numbers("sum")[0] as number,
		weight: numbers("weight")[0] as number,
		gradient: gradient.slice(0, -1),
	};
}

function expectNear(found: readonly number[], wanted: readonly number[]): void {
	expect(found).toHaveLength(wanted.length);
	found.forEach((value, i) => {
		expect(value).toBeCloseTo(wanted[i] as number, 12);
	});
}

const half = Math.log(0.5);
const quarter = Math.log(0.25);
const plainDft = dft({ floor: null, keepEnd: false });

describe("by hand, on three numbers", () => {
	const logProb = [[half, quarter], [-2]];

	test("sft", () => {
		const { sum, weight, gradient } = evaluate(of(sft()), { logProb });
		expect(sum).toBeCloseTo(Math.log(8) + 2, 12);
		expect(weight).toBe(3);
		expectNear(gradient, [-1, -1, -1]);
	});

	test("dft", () => {
		const { sum, weight, gradient } = evaluate(of(plainDft), { logProb });
		const p = [0.5, 0.25, Math.exp(-2)];
		expect(sum).toBeCloseTo(
			0.5 * Math.log(2) + 0.25 * Math.log(4) + 2 * Math.exp(-2),
			12,
		);
		expect(weight).toBe(3);
		expectNear(
			gradient,
			p.map((x) => -x),
		);
	});

	test("dft with a floor, and with the ends of turns kept", () => {
		const floored = dft({ floor: 0.3, keepEnd: false });
		const a = evaluate(of(floored), { logProb });
		expectNear(a.gradient, [-0.5, -0.3, -0.3]);
		const kept = dft({ floor: null, keepEnd: true });
		const b = evaluate(of(kept), { logProb, ends: true });
		expectNear(b.gradient, [-0.5, -1, -1]);
	});

	test("minor-sft", () => {
		// Delta is 1.5 - 0.5 = 1 for the first row and -1 for the second.
		const reference = [[half - 1.5, quarter + 0.5], [-1]];
		const beta = Math.log(3);
		const found = evaluate(of(minorSft({ beta })), { logProb, reference });
		// a = 2 sigma(-ln 3) = 2/4 and 2 sigma(ln 3) = 6/4.
		expectNear(found.gradient, [-0.5 / 2, -0.5 / 2, -1.5]);
		expect(found.sum).toBeCloseTo((0.5 * Math.log(8)) / 2 + 1.5 * 2, 12);
		expect(found.weight).toBe(2);
	});
});

const someRows: Rows = {
	logProb: [[-0.1, -2.3, -0.7], [-4.2], [-0.01, -1.1]],
	reference: [[-0.4, -2.5, -0.2], [-3.1], [-0.6, -1.9]],
};

/** Mean NLL of each row, averaged over rows. */
const meanOfRows: Build = (ops, logProb, _reference, batch) => {
	const column = ops.reshape(ops.mul(logProb, batch.valid), ["S", 1]);
	const sums = ops.reshape(ops.matmul(batch.membership, column), ["B"]);
	return {
		sum: ops.neg(ops.sum(ops.div(sums, batch.lengths))),
		weight: ops.sum(batch.rowValid),
	};
};

test("dft has the gradient of the sum of 1 - p", () => {
	const oneMinusP: Build = (ops, logProb, _reference, { valid }) => ({
		sum: ops.sum(ops.mul(ops.affine(ops.exp(logProb), -1, 1), valid)),
		weight: ops.sum(valid),
	});
	const wanted = evaluate(oneMinusP, someRows);
	expectNear(evaluate(of(plainDft), someRows).gradient, wanted.gradient);
});

test("minor-sft has the gradient of -(2 / (m beta)) log sigma(beta Delta)", () => {
	const beta = 0.3;
	const closed: Build = (ops, logProb, reference, batch) => {
		const gain = ops.mul(ops.sub(logProb, reference), batch.valid);
		const column = ops.reshape(gain, ["S", 1]);
		const delta = ops.reshape(ops.matmul(batch.membership, column), ["B"]);
		const minusLog = ops.softplus(ops.affine(delta, -beta));
		const scaled = ops.affine(ops.div(minusLog, batch.lengths), 2 / beta);
		return { sum: ops.sum(scaled), weight: ops.sum(batch.rowValid) };
	};
	const wanted = evaluate(closed, someRows);
	const found = evaluate(of(minorSft({ beta })), someRows);
	expectNear(found.gradient, wanted.gradient);
});

test("minor-sft at its reference is the per-row mean of sft", () => {
	const { logProb } = someRows;
	const wanted = evaluate(meanOfRows, { logProb });
	const found = evaluate(of(minorSft({ beta: 0.5 })), { logProb });
	expectNear(found.gradient, wanted.gradient);
	expect(found.sum).toBeCloseTo(wanted.sum, 12);
	expect(found.weight).toBe(wanted.weight);
});

test("minor-sft is sft by rows as beta goes to 0", () => {
	const wanted = evaluate(meanOfRows, someRows).gradient;
	const gap = (beta: number) => {
		const { gradient } = evaluate(of(minorSft({ beta })), someRows);
		return Math.max(...gradient.map((x, i) => Math.abs(x - (wanted[i] ?? 0))));
	};
	expect(gap(0.5)).toBeGreaterThan(0.05);
	expect(gap(1e-4)).toBeLessThan(1e-4);
	expect(gap(1e-9)).toBeLessThan(1e-9);
});

const all: Record<string, Objective> = {
	sft: sft(),
	dft: plainDft,
	"dft with a floor": dft({ floor: 0.1, keepEnd: true }),
	"minor-sft": minorSft({ beta: 0.5 }),
};

describe.each(Object.entries(all))("%s", (_, objective) => {
	test("a row without supervised tokens changes nothing", () => {
		const { logProb, reference = [] } = someRows;
		const without = evaluate(of(objective), someRows);
		const masked = evaluate(of(objective), {
			logProb: [[], ...logProb, []],
			reference: [[], ...reference, []],
		});
		expect(masked).toEqual(without);
	});

	test("nothing but masked rows gives 0 of 0", () => {
		const { sum, weight } = evaluate(of(objective), { logProb: [[], []] });
		expect(Math.abs(sum)).toBe(0);
		expect(weight).toBe(0);
	});

	test("probabilities of 0 and 1 stay finite", () => {
		const logProb = [[0, -1e4], [-1e4], [0]];
		const reference = [[-1e4, 0], [0], [-1e4]];
		const { sum, gradient } = evaluate(of(objective), { logProb, reference });
		for (const value of [sum, ...gradient])
			expect(Number.isFinite(value)).toBe(true);
	});
});
