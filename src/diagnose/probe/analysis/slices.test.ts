import { expect, test } from "vitest";
import { slicesBy } from "./slices.ts";

const item = (line: number, columns: Record<string, string>, known: boolean) =>
	({
		...{ question: `q${line}`, columns, chosen: known ? 0 : 1, gold: 0 },
		knowledge: known ? "known" : "unknown",
	}) as const;

test("values of a column, in order, with the items that have none left out", () => {
	const items = [
		item(1, { topic: "towns" }, true),
		item(2, { topic: "pets" }, false),
		item(3, { topic: "towns" }, false),
		item(4, {}, true),
	];
	const slices = slicesBy(items, "topic");
	expect(slices.map(({ value, items }) => [value, items])).toEqual([
		["pets", 1],
		["towns", 2],
	]);
	expect(slices[1]).toMatchObject({
		...{ known: { value: 0.5 }, unknown: { value: 0.5 }, unsure: { value: 0 } },
		accuracy: { value: 0.5 },
	});
});

test("few numbers are categories in their order; many are cut into bins of about equal size that part no value", () => {
	const few = [256, 0, 64, 0].map((n, i) => item(i, { n: `${n}` }, true));
	expect(slicesBy(few, "n").map(({ value }) => value)).toEqual([
		...["0", "64", "256"],
	]);
	const many = Array.from({ length: 100 }, (_, i) =>
		item(i, { n: `${i < 40 ? 5 : i}` }, true),
	);
	const slices = slicesBy(many, "n");
	expect(slices.map(({ value, items }) => [value, items])).toEqual([
		["5", 40],
		["40 to 49", 10],
		["50 to 74", 25],
		["75 to 99", 25],
	]);
});
