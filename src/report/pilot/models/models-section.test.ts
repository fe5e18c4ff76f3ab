import { expect, test } from "vitest";
import type { PilotResult } from "../../../studies/pilot/pilot-result.ts";
import { armsTables } from "../arms/arms-table.ts";
import { checkResult } from "../check-result.ts";
import { planeData } from "../plane/plane-data.ts";
import { rivalOf } from "../summary/headline.ts";
import { twoBasePilot } from "../testing/hard-pilots.ts";
import { samplePilot } from "../testing/sample-pilot.ts";
import { basesOf } from "../view/bases-of.ts";
import { changeKind } from "../view/change-kind.ts";
import { reportView } from "../view/report-view.ts";
import { modelSentences } from "./model-sentences.ts";
import { modelsSection, modelsTable } from "./models-section.ts";

const view = (result: PilotResult) => reportView(result, "en");
const other = "HuggingFaceTB/SmolLM2-360M";

test("a row for each arm, with the score of its own base", () => {
	const two = twoBasePilot();
	const rows = modelsTable(view(two))?.rows ?? [];
	expect(rows.map(([model]) => model)).toEqual([
		...Array(3).fill(two.model.name),
		...Array(2).fill(other),
	]);
	expect(rows.map(([, arm]) => arm)).toEqual([
		...["SFT", "MinorSFT 0.05 (recommended)", "MinorSFT 0.5"],
		...["DFT", "Leash 0.05"],
	]);
	const figures = view(two).figures(two.axes[0]!);
	const own = two.base.sums!.value;
	expect(rows.map((row) => row[2]?.split(" ")[0])).toEqual([
		...Array(3).fill(figures.value(own)),
		...Array(2).fill(figures.value(own + 0.1)),
	]);
	expect(rows[0]?.[5]).toMatch(/^[-+].* on /);
});

test("a pilot of one model has no such section", () => {
	const section = modelsSection(view(samplePilot()));
	expect([section.html(), section.markdown()]).toEqual([null, null]);
	expect(modelSentences(view(samplePilot()))).toEqual([]);
});

test("sentences say what may be compared and that distances may not", () => {
	const text = modelSentences(view(twoBasePilot())).join(" ");
	expect(text).toContain("Distances from different bases are not comparable");
	expect(text).toMatch(/may be compared on sums and capitals, because/);
	expect(text).toMatch(/may not be compared on .*general NLL/);
	const [base] = twoBasePilot().bases ?? [];
	const bases = [{ ...base!, comparable: [] }];
	const none = modelSentences(view({ ...twoBasePilot(), bases })).join(" ");
	expect(none).toContain("No scores of ");
});

test("planes, best marks and rivals stay within the arms of one base", () => {
	const two = view(twoBasePilot());
	const planes = basesOf(two.result).map((base) => planeData(two, base));
	expect(planes.map((plane) => plane?.points.map(({ name }) => name))).toEqual([
		["SFT", "MinorSFT 0.05", "MinorSFT 0.5"],
		["DFT", "Leash 0.05"],
	]);
	expect(planes[1]?.label).toContain(other);
	const [table] = armsTables(two);
	expect(table?.rows.map(({ base }) => base).filter(Boolean)).toEqual([
		two.result.model.name,
		other,
	]);
	const best = table?.rows.filter(({ cells }) => cells[0]?.best) ?? [];
	expect(best.map(({ arm }) => arm?.base)).toEqual([undefined, other]);
	expect(rivalOf(two)?.base).toBeUndefined();
	const alone = twoBasePilot().arms.map((arm) =>
		arm.name === "MinorSFT 0.05" ? arm : { ...arm, base: other },
	);
	expect(rivalOf(view({ ...twoBasePilot(), arms: alone }))).toBeNull();
});

test("a change is held against the noise of the arm's own base", () => {
	const two = twoBasePilot();
	const [base] = two.bases ?? [];
	const loud = base!.axes.map((axis) => ({ ...axis, noise: 0.9 }));
	const noisy = { ...two, bases: [{ ...base!, axes: loud }] };
	const kinds = (result: PilotResult) =>
		result.arms.map((arm) => changeKind(result, arm, result.axes[0]!));
	expect(kinds(two)[3]).toBe("better");
	expect(kinds(noisy)[3]).toBe("unclear");
	expect(kinds(noisy)[0]).toBe(kinds(two)[0]);
});

test("a result whose arm names an unknown base is refused", () => {
	const two = twoBasePilot();
	const read = (result: PilotResult) =>
		checkResult(JSON.parse(JSON.stringify(result)), "report.json");
	expect(read(two).bases).toEqual(two.bases);
	const { bases: _, ...without } = two;
	expect(() => read(without)).toThrow(
		/base of the arm .*DFT.*: expected the name of a base model, found .*SmolLM2-360M/,
	);
});
