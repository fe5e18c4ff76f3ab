import { expect, test } from "vitest";
import { repeatedIn, repeatedPages } from "./repeated-pages.ts";

const map = (addresses: string, place: string, rss: number) =>
	`${addresses} r--p ${place}\nSize:   64 kB\nRss:    ${rss} kB\nPss:    1 kB\n`;

const file = "fd:00 77                        /cache/packed weights.bin";

test("what is resident in a second place of the same part of a file counts, up to the largest", () => {
	const smaps = [
		map("7f0000000000-7f0000010000", `00001000 ${file}`, 64),
		map("7f0000100000-7f0000110000", `00001000 ${file}`, 40),
		map("7f0000200000-7f0000210000", `00001000 ${file}`, 12),
	].join("");
	expect(repeatedIn(smaps)).toBe(1024 * (40 + 12));
});

test("other parts of a file, other files and memory without a file do not count", () => {
	const smaps = [
		map("7f0000000000-7f0000010000", `00001000 ${file}`, 64),
		map("7f0000100000-7f0000110000", `00002000 ${file}`, 64),
		map("7f0000200000-7f0000210000", "00001000 fd:00 78 /cache/other", 64),
		map("7f0000300000-7f0000310000", "00000000 00:00 0", 64),
		map("7f0000400000-7f0000410000", "00000000 00:00 0 [heap]", 64),
		map("7f0000500000-7f0000510000", "00000000 00:00 0 [heap]", 64),
	].join("");
	expect(repeatedIn(smaps)).toBe(0);
});

test("this process maps hardly anything twice", () => {
	expect(repeatedPages()).toBeGreaterThanOrEqual(0);
	expect(repeatedPages()).toBeLessThan(2 ** 24);
});
