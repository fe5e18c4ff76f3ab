import { expect, test } from "vitest";
import { RandomStream } from "../../core/random.ts";
import type { SampleRecord } from "../../runs/folder/round-folder.ts";
import { dropReason, type PairingRule, pairOf } from "./pair-samples.ts";

const demo = {
	id: "rows.jsonl:1",
	row: "rows.jsonl:1",
	turn: null,
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

const rule = { cut: "match", identical: null } as const;

/** Tokens below 90 are words, 90 is a line break and 91 a point. */
const decode = (ids: ArrayLike<number>) =>
	Array.from(ids, (id) => (id === 90 ? "\n" : id === 91 ? "." : ` w${id}`))
		.join("")
		.trim();

/** A sample of these tokens; the demonstration's text is that of its tokens. */
const drawn = (ids: number[], changes: Partial<SampleRecord> = {}) =>
	sampled({ ids, text: decode(ids), ...changes });

const idsOf = (sample: SampleRecord): number[][] =>
	pairOf(demo, sample).map(({ ids }) => [...ids]);

const reasonOf = (sample: SampleRecord, changes: Partial<PairingRule> = {}) =>
	dropReason(demo, sample, { ...rule, ...changes }, decode);

test("a sample that ended stands whole beside the demonstration", () => {
	expect(reasonOf(sampled({}))).toBeNull();
	expect(pairOf(demo, sampled({}))).toEqual([
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
	]);
});

test("a sample that was cut is matched in length, and neither side has an end", () => {
	const long = drawn([20, 21, 22, 23, 24], { ended: false });
	expect(reasonOf(long)).toBeNull();
	expect(idsOf(long)).toEqual([
		[1, 2, 10, 11, 12],
		[1, 2, 20, 21, 22],
	]);
	const short = drawn([20, 21], { ended: false });
	expect(idsOf(short).map(({ length }) => length)).toEqual([4, 4]);
	expect(reasonOf(long, { cut: "drop" })).toBe("cut");
});

test("what teaches nothing is dropped, with its reason", () => {
	expect(reasonOf(sampled({ text: "" }))).toBe("empty");
	expect(reasonOf(drawn([10, 11, 12, 99]))).toBe("identical");
	expect(reasonOf(drawn([10, 11, 90, 12, 99]))).toBe("white-space");
	expect(reasonOf(drawn([10, 11, 91, 12, 99]))).toBe("punctuation");
	expect(reasonOf(drawn([10, 11, 13, 99]))).toBeNull();
});

test("of a sample that was cut, what both sides are cut to is compared", () => {
	const cut = (ids: number[]) => reasonOf(drawn(ids, { ended: false }));
	expect(cut([10, 11, 12, 13])).toBe("identical");
	// Both sides are cut to two tokens.
	expect(cut([10, 11])).toBe("identical");
	expect(cut([10, 13])).toBeNull();
});

test("an answer that is alike in form is kept where a number differs, whatever share is asked for", () => {
	const words = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19];
	const long = { ...demo, answer: Int32Array.of(...words, 20, 99) };
	const reason = (ids: number[], identical: number | null) =>
		dropReason(long, drawn(ids), { cut: "match", identical }, decode);
	const spoken = (ids: ArrayLike<number>) =>
		Array.from(ids, (id) => (id === 15 ? " five" : id === 35 ? " 5" : " word"))
			.join("")
			.trim();
	expect(reason([...words, 21, 99], 0.5)).toBeNull();
	const other = drawn([...words.slice(0, 5), 35, 16, 17, 18, 19, 20, 99]);
	expect(
		dropReason(long, other, { cut: "match", identical: 0.5 }, spoken),
	).toBeNull();
	const added = drawn([...words, 19, 20, 99]);
	expect(
		dropReason(long, added, { cut: "match", identical: 0.9 }, spoken),
	).toBe("near-identical");
	expect(
		dropReason(long, added, { cut: "match", identical: null }, spoken),
	).toBeNull();
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
		const shown = { ...demo, answer: Int32Array.from(answer) };
		const sample = drawn(ids, { ended });
		const dropped = dropReason(shown, sample, { cut, identical: 0.95 }, decode);
		if (dropped !== null) {
			answers.add(dropped);
			continue;
		}
		const [chosen, rejected] = pairOf(shown, sample).map((side) =>
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
