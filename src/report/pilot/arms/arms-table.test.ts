import { expect, test } from "vitest";
import { samplePilot } from "../testing/sample-pilot.ts";
import { reportView } from "../view/report-view.ts";
import { armsTables } from "./arms-table.ts";

test("the best of each axis, by its own direction", () => {
	const [table] = armsTables(reportView(samplePilot(), "en"));
	const best = table!.axes.map(({ name }, at) => [
		name,
		table!.rows
			.filter(({ cells }) => cells[at]!.best)
			.map(({ arm }) => arm!.name)
			.join(),
	]);
	expect(Object.fromEntries(best)).toEqual({
		sums: "SFT",
		"sums, reworded": "MinorSFT 0.05",
		capitals: "MinorSFT 0.5",
		"valid JSON": "MinorSFT 0.5",
		"general NLL": "MinorSFT 0.5",
		"general KL": "MinorSFT 0.5",
		"task KL": "MinorSFT 0.5",
	});
});

test("better and worse, only beyond chance and noise", () => {
	const [table] = armsTables(reportView(samplePilot(), "en"));
	const kinds = (name: string) =>
		table!.rows
			.find(({ arm }) => arm?.name === name)!
			.cells.map(({ kind }) => kind);
	expect(kinds("SFT")).toEqual([
		...["better", "better", "worse", "worse", "worse"],
		...["unknown", "unknown"],
	]);
	expect(kinds("MinorSFT 0.05").slice(2, 5)).toEqual(Array(3).fill("unclear"));
	const loud = samplePilot();
	const axes = loud.axes.map((axis) => ({ ...axis, noise: 0.5 }));
	const [noisy] = armsTables(reportView({ ...loud, axes }, "en"));
	expect(noisy!.rows[1]!.cells[0]!.kind).toBe("unclear");
});

test("many axes stand in tables of about equal width", () => {
	const sample = samplePilot();
	const axes = Array.from({ length: 16 }, (_, at) => ({
		...sample.axes[0]!,
		name: `axis ${at}`,
	}));
	const tables = armsTables(reportView({ ...sample, axes }, "en"));
	expect(tables.map((table) => table.axes.length)).toEqual([6, 6, 4]);
	expect(tables.flatMap((table) => table.axes)).toEqual(axes);
});
