import { expect, test } from "vitest";
import { RandomStream } from "../../core/random.ts";
import type { SampleRecord } from "../../runs/round-folder.ts";
import { likeness, pairSample } from "./pair-samples.ts";

const demo = {
	id: "rows.jsonl:1",
	prompt: Int32Array.of(1, 2),
	answer: Int32Array.of(10, 11, 12, 99),
};

const sampled = (changes: Partial<SampleRecord>): SampleRecord => ({
	row: demo.id,
	index: 0,
	prompt: "p",
	demonstration: "The answer is four.",
	text: "No idea, sorry.",
	ids: [20, 21, 99],
	ended: true,
	...changes,
});

const rule = { cut: "match", identical: 0.95 } as const;

const idsOf = (sample: SampleRecord): number[][] => {
	const made = pairSample(demo, sample, rule);
	return "pair" in made ? made.pair.map(({ ids }) => [...ids]) : [];
};

test("a sample that ended stands whole beside the demonstration", () => {
	expect(pairSample(demo, sampled({}), rule)).toEqual({
		pair: [
			{
				id: demo.id,
				ids: Int32Array.of(1, 2, 10, 11, 12, 99),
				mask: Uint8Array.of(0, 0, 1, 1, 1, 1),
				liked: true,
			},
			{
				id: demo.id,
				ids: Int32Array.of(1, 2, 20, 21, 99),
				mask: Uint8Array.of(0, 0, 1, 1, 1),
				liked: false,
			},
		],
	});
});

test("a sample that was cut is matched in length, and neither side has an end", () => {
	const long = sampled({ ended: false, ids: [20, 21, 22, 23, 24] });
	expect(idsOf(long)).toEqual([
		[1, 2, 10, 11, 12],
		[1, 2, 20, 21, 22],
	]);
	const short = sampled({ ended: false, ids: [20, 21] });
	expect(idsOf(short).map(({ length }) => length)).toEqual([4, 4]);
	expect(pairSample(demo, long, { ...rule, cut: "drop" })).toEqual({
		dropped: "cut",
	});
});

test("what teaches nothing is dropped, with its reason", () => {
	const near = sampled({ text: "the answer  is FOUR." });
	expect(pairSample(demo, near, rule)).toEqual({ dropped: "identical" });
	const far = sampled({ text: "The answer is 4." });
	expect(pairSample(demo, far, rule)).toHaveProperty("pair");
	expect(pairSample(demo, sampled({ text: "" }), rule)).toEqual({
		dropped: "empty",
	});
	const cut = sampled({ ended: false, ids: [10, 11, 12, 13], text: "other" });
	expect(pairSample(demo, cut, rule)).toEqual({ dropped: "identical" });
});

test("likeness is the share that an edit leaves", () => {
	expect(likeness("abcd", "abcd")).toBe(1);
	expect(likeness("abcd", "abxd")).toBe(0.75);
	expect(likeness("ab", "wxyz")).toBe(0);
});

test("no pair tells its sides apart by a missing end, whatever was drawn", () => {
	const stream = new RandomStream(3, "pairs");
	const end = 99;
	const some = (n: number) =>
		Array.from({ length: n }, () => 10 + stream.integer(4));
	const answers = new Set<string>();
	for (let n = 0; n < 500; n++) {
		const ended = stream.uniform() < 0.5;
		const answer = [...some(stream.integer(6)), end];
		const ids = [...some(1 + stream.integer(6)), ...(ended ? [end] : [])];
		const cut = stream.uniform() < 0.8 ? "match" : "drop";
		const made = pairSample(
			{ ...demo, answer: Int32Array.from(answer) },
			sampled({ ids, ended, text: ids.join(" ") }),
			{ cut, identical: 0.95 },
		);
		if ("dropped" in made) {
			answers.add(made.dropped);
			continue;
		}
		const [chosen, rejected] = made.pair.map((side) =>
			[...side.ids].slice(demo.prompt.length),
		) as [number[], number[]];
		answers.add(`${cut} ${ended}`);
		expect(chosen).not.toEqual(rejected);
		expect(chosen.at(-1) === end).toBe(rejected.at(-1) === end);
		expect(chosen.at(-1) === end).toBe(ended);
		if (ended) continue;
		expect(chosen.length).toBe(rejected.length);
		expect(chosen).toEqual(answer.slice(0, chosen.length));
		expect(rejected).toEqual(ids.slice(0, chosen.length));
	}
	const kinds = ["cut", "drop true", "identical", "match false", "match true"];
	expect([...answers].sort()).toEqual(kinds);
});
