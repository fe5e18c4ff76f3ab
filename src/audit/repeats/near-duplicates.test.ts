import { describe, expect, test } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { agreement, MinHash } from "./min-hash.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { jaccard, openShingler } from "./shingles.ts";

const shingle = await openShingler();
const options = { threshold: 0.7, seed: 0, shingle };

test("Jaccard similarity by hand", () => {
	const of = (...values: number[]) => Uint32Array.from(values);
	expect(jaccard(of(1, 2, 3), of(2, 3, 4))).toBe(2 / 4);
	expect(jaccard(of(1), of(2))).toBe(0);
	expect(jaccard(of(), of())).toBe(0);
});

test("agreement of signatures estimates the similarity", () => {
	const random = new RandomStream(3, "sets");
	const hash = new MinHash({ bands: 64, rows: 8 }, 0);
	for (const shared of [20, 50, 80]) {
		const draw = (n: number) => Array.from({ length: n }, () => random.bits());
		const common = draw(shared * 10);
		const [a, b] = [0, 0].map(() =>
			Uint32Array.from([...common, ...draw((100 - shared) * 5)]).sort(),
		) as [Uint32Array, Uint32Array];
		const [x, y] = [a, b].map((set) => hash.signature(set) as Uint32Array);
		// 512 permutations: a standard error of at most 0.022.
		expect(agreement(x!, y!)).toBeCloseTo(jaccard(a, b), 1);
	}
});

describe("near-duplicates", () => {
	const story =
		"The keeper of the lighthouse climbed the stairs each evening, lit the lamp, and wrote the weather into a thick grey book.";

	test.each([
		["a word changed", story.replace("evening", "night")],
		[
			"case, punctuation and spaces",
			`${story.toUpperCase().replace(/,/g, " —")}\n`,
		],
		["a few words added", `${story} Then he slept.`],
	])("%s", (_, other) => {
		const found = nearDuplicates(
			["Something else entirely.", story, other],
			options,
		);
		expect(found).toHaveLength(1);
		expect(found[0]).toMatchObject({ index: 2, of: 1 });
	});

	test("Japanese, which has no spaces", () => {
		const text =
			"灯台守は毎晩階段をのぼり、灯りをともして、その日の天気を厚い灰色の帳面に書きつけました。";
		const other = text.replace("毎晩", "毎夜");
		expect(nearDuplicates([text, other], options)).toHaveLength(1);
	});

	test("texts on the same matter are none", () => {
		const other =
			"Each evening the keeper wrote the weather into his book after he had climbed the stairs of the lighthouse to light its lamp.";
		expect(nearDuplicates([story, other], options)).toEqual([]);
	});

	test("texts that are left out and texts too short for a shingle", () => {
		expect(nearDuplicates([null, "yes", null, "Yes.", "no"], options)).toEqual([
			{ index: 3, of: 1, similarity: 1 },
		]);
	});
});
