import { expect, test } from "vitest";
import { hashExamples } from "./hash-examples.ts";

const row = (ids: number[], mask: number[]) => ({
	ids: Int32Array.from(ids),
	mask: Uint8Array.from(mask),
});
const base = [row([1, 2, 3], [0, 1, 1]), row([4], [0])];

test("the digest of what is written here", () => {
	// printf '\x01\0\0\0\x05\0\0\0\x01' | sha256sum
	expect(hashExamples([row([5], [1])])).toBe(
		"4d965423567f706bd7a8b74e0f5a4169cb4ef5b92292ba5be0f2cc44858cf63c",
	);
});

test("every id, mask, border and order counts; views of arrays do not", () => {
	const others = [
		[row([1, 2, 9], [0, 1, 1]), row([4], [0])],
		[row([1, 2, 3], [0, 0, 1]), row([4], [0])],
		[row([1, 2], [0, 1]), row([3, 4], [1, 0])],
		[...base].reverse(),
		base.slice(0, 1),
		[],
	];
	const hashes = [base, ...others].map(hashExamples);
	expect(new Set(hashes).size).toBe(hashes.length);
	const whole = Int32Array.of(0, 1, 2, 3);
	const views = [{ ids: whole.subarray(1), mask: Uint8Array.of(0, 1, 1) }];
	expect(hashExamples([...views, row([4], [0])])).toBe(hashes[0]);
});
