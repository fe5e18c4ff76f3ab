import { expect, test } from "vitest";
import type { InterventionArm } from "../intervention-result.ts";
import { armName, armRows, trainedAs } from "./arms.ts";

const lines = {
	...{ right: [1, 2, 3, 4], wrong: [11, 12, 13, 14] },
	...{ spareRight: [5, 6], spareWrong: [15] },
};
const mix = (selfAligning: number): InterventionArm => ({
	...{ kind: "mix", selfAligning },
});
const own = (arm: InterventionArm) =>
	armRows(arm, lines).flatMap(({ line, kind }) => (kind === "own" ? line : []));

test("mixes ask the same questions, and a larger share contains a smaller one", () => {
	const asked = armRows(mix(0.5), lines).map(({ line }) => line);
	expect(asked).toEqual(lines.wrong);
	expect(own(mix(0))).toEqual([]);
	expect(own(mix(0.25))).toEqual([11]);
	expect(own(mix(0.5))).toEqual([11, 12]);
	expect(own(mix(1))).toEqual(lines.wrong);
});

test("numbers of rows begin with the group and go on with what is left over", () => {
	const rows = (rows: number) =>
		armRows({ kind: "quantity", group: "harmonious", rows }, lines);
	expect(rows(2).map(({ line }) => line)).toEqual([1, 2]);
	expect(rows(5).map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
});

test("each group has its own kind of row", () => {
	const kinds = (group: "harmonious" | "incompatible" | "contextualised") =>
		new Set(armRows({ kind: "group", group }, lines).map(({ kind }) => kind));
	expect(kinds("harmonious")).toEqual(new Set(["gold"]));
	expect(kinds("incompatible")).toEqual(new Set(["gold"]));
	expect(kinds("contextualised")).toEqual(new Set(["context"]));
});

test("arms with the same rows share their runs", () => {
	const trained = (arm: InterventionArm) =>
		armName(trainedAs(arm, { size: 4 }));
	expect(trained(mix(0))).toBe("incompatible");
	expect(trained(mix(1))).toBe("self-aligning");
	expect(trained(mix(0.2))).toBe("mix-0.2");
	const quantity = { kind: "quantity", group: "harmonious" } as const;
	expect(trained({ ...quantity, rows: 4 })).toBe("harmonious");
	expect(trained({ ...quantity, rows: 3 })).toBe("harmonious-3");
});
