import { describe, expect, it } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { kthLargest, nucleusFloor } from "./floors.ts";
import golden from "./sampling.golden.json" with { type: "json" };
import { chooseToken, keptTokens, type Sampling } from "./sampling.ts";

type Sample = Extract<Sampling, { kind: "sample" }>;
const free: Sample = {
	kind: "sample",
	temperature: 1,
	topK: null,
	topP: null,
	minP: null,
};

function kept(logits: Float32Array, sampling: Sample): number[] {
	return [...keptTokens(logits, sampling, Math.max(...logits)).ids];
}

function normals(size: number, name: string): Float32Array {
	const random = new RandomStream(1, name);
	return Float32Array.from({ length: size }, () => 3 * random.normal());
}

describe("chooseToken, greedy", () => {
	const greedy = (...logits: number[]) =>
		chooseToken(Float32Array.from(logits), { kind: "greedy" }, () => 0.9);

	it("takes the largest, and the lowest id among equals", () => {
		expect(greedy(1, 5, 2, 5)).toBe(1);
		expect(greedy(-3, -2, -2)).toBe(1);
		expect(greedy(Number.NEGATIVE_INFINITY, -9)).toBe(1);
	});

	it.each([
		[[1, Number.NaN, 2], "found NaN for token 1"],
		[[1, Number.POSITIVE_INFINITY], "found Infinity for token 1"],
		[[Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY], "found none"],
	])("refuses %j", (logits, message) => {
		expect(() => greedy(...logits)).toThrow(message);
	});
});

describe("keptTokens", () => {
	it("keeps what transformers keeps", () => {
		const logits = Float32Array.from(golden.logits);
		for (const [temperature, topK, topP, minP, ids] of golden.cases) {
			const sampling = { ...free, temperature, topK, topP, minP } as Sample;
			expect(kept(logits, sampling), JSON.stringify(sampling)).toEqual(ids);
		}
		expect(golden.cases.length).toBe(180);
	});

	it("works out by hand: probabilities 0.5, 0.3, 0.15, 0.05", () => {
		const logits = Float32Array.from([0.15, 0.5, 0.05, 0.3], Math.log);
		expect(kept(logits, { ...free, topP: 0.6 })).toEqual([1, 3]);
		expect(kept(logits, { ...free, topP: 0.45 })).toEqual([1]);
		expect(kept(logits, { ...free, minP: 0.25 })).toEqual([0, 1, 3]);
		// top-k leaves 0.5 and 0.3, of which 0.5 is 62.5%: enough for 0.6
		expect(kept(logits, { ...free, topK: 2, topP: 0.6 })).toEqual([1]);
		// at temperature 1/2 the shares are 0.685, 0.247, 0.062, 0.007
		const cold = { ...free, temperature: 0.5 };
		expect(kept(logits, { ...cold, topP: 0.6 })).toEqual([1]);
		expect(kept(logits, { ...cold, minP: 0.25 })).toEqual([1, 3]);
	});

	it("keeps all that tie with the last one kept", () => {
		const logits = Float32Array.of(1, 2, 1, 0, 1);
		expect(kept(logits, { ...free, topK: 2 })).toEqual([0, 1, 2, 4]);
		expect(kept(logits, { ...free, topP: 0.5 })).toEqual([0, 1, 2, 4]);
	});

	it("ignores limits that leave everything in", () => {
		const logits = normals(50, "all");
		expect(kept(logits, { ...free, topK: 50, topP: 1 })).toHaveLength(50);
		expect(kept(logits, { ...free, topK: 999 })).toHaveLength(50);
	});
});

describe("selection without sorting", () => {
	it("finds the k-th largest value", () => {
		const values = normals(501, "kth");
		const sorted = values.toSorted().reverse();
		for (const k of [1, 2, 3, 50, 250, 500, 501]) {
			expect(kthLargest(values, k)).toBe(sorted[k - 1]);
		}
	});

	it.each([0.05, 1, 20])("finds the nucleus at temperature %d", (heat) => {
		for (const size of [1, 2, 3, 100, 5000]) {
			const logits = normals(size, `nucleus ${size}`);
			const weights = Float64Array.from(logits, (x) => Math.exp(x / heat));
			const sorted = weights.toSorted().reverse();
			const total = sorted.reduce((a, b) => a + b, 0);
			for (const share of [0.001, 0.3, 0.77, 0.9995]) {
				let sum = 0;
				let last = -1;
				while (sum < share * total) sum += sorted[++last]!;
				expect(nucleusFloor(weights, share)).toBe(sorted[last]);
			}
		}
	});

	it("leaves the logits as they were", () => {
		const logits = normals(200, "same");
		const before = logits.slice();
		chooseToken(logits, { ...free, topK: 20, topP: 0.5 }, () => 0.5);
		expect(logits).toEqual(before);
	});
});

describe("chooseToken, sampled", () => {
	const logits = Float32Array.from([0.1, 0.2, 0.3, 0.4], Math.log);

	it("inverts the cumulative distribution in the order of ids", () => {
		const at = (u: number) => chooseToken(logits, free, () => u);
		expect([0, 0.09, 0.11, 0.29, 0.31, 0.59, 0.61, 0.999].map(at)).toEqual([
			0, 0, 1, 1, 2, 2, 3, 3,
		]);
	});

	it("draws each token as often as its probability says", () => {
		const random = new RandomStream(7, "draws");
		const counts = [0, 0, 0, 0];
		for (let i = 0; i < 20_000; i++) {
			counts[chooseToken(logits, free, () => random.uniform())]! += 1;
		}
		for (const [id, count] of counts.entries()) {
			expect(Math.abs(count / 20_000 - (id + 1) / 10)).toBeLessThan(0.012);
		}
	});

	it("draws from a large vocabulary what a filter that keeps all would", () => {
		const many = normals(3000, "many");
		many.fill(Number.NEGATIVE_INFINITY, 500, 1100);
		many.fill(Number.NEGATIVE_INFINITY, 2900);
		const random = new RandomStream(7, "blocks");
		const hot = { ...free, temperature: 1.5 };
		for (let i = 0; i < 500; i++) {
			const u = i === 0 ? 1 - 2 ** -32 : random.uniform();
			const all = chooseToken(many, hot, () => u);
			expect(chooseToken(many, { ...hot, minP: 1e-30 }, () => u)).toBe(all);
			expect(many[all]).toBeGreaterThan(-100);
		}
	});

	it("weighs logits of any size, and refuses those that are none", () => {
		const none = Number.NEGATIVE_INFINITY;
		const draw = (u: number, ...logits: number[]) =>
			chooseToken(Float32Array.from(logits), free, () => u);
		expect(draw(0.5, none, 3, none)).toBe(1);
		expect(draw(0.5, -5000, 900, 899)).toBe(1);
		expect(draw(0.8, -5000, 900, 899)).toBe(2);
		expect(draw(0.9, 3000, 0, 1)).toBe(0);
		expect(() => draw(0.5, 1, Number.NaN, 2)).toThrow("NaN for token 1");
		expect(() => draw(0.5, none, none)).toThrow("found none");
		expect(() => draw(0.5, 1, Number.POSITIVE_INFINITY)).toThrow("Infinity");
	});

	it("never draws what a filter took out, nor what has no probability", () => {
		const random = new RandomStream(7, "filters");
		const none = Number.NEGATIVE_INFINITY;
		const some = Float32Array.of(1, 0.5, none, 2, -4, none);
		const drawn = new Set<number>();
		for (const u of [0, 1 - 2 ** -32, ...Array(500).keys()]) {
			const uniform = () => (u < 1 ? u : random.uniform());
			drawn.add(chooseToken(some, { ...free, topK: 3 }, uniform));
			drawn.add(chooseToken(some, { ...free, minP: 0.1 }, uniform));
		}
		expect([...drawn].sort()).toEqual([0, 1, 3]);
	});
});
