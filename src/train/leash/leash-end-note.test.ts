import { expect, test } from "vitest";
import { leashEndNote } from "./leash-end-note.ts";

const strength = { name: "penalty", value: 10_000 };
const inside = { held: true, stopped: false, drawnBack: null, atLimit: false };

test("a leash that ended at the limit of its strength, or whose result was drawn back, is noted", () => {
	expect(
		leashEndNote({ strength, outcome: { ...inside, atLimit: true } }),
	).toMatch(
		/: penalty ended at the limit of its strength \(10,000\)\. A lower/,
	);
	const drawn = { ...inside, drawnBack: 0.7512 };
	expect(leashEndNote({ strength: null, outcome: drawn })).toMatch(
		/: the result was drawn back to 75% of its distance from the base/,
	);
	expect(
		leashEndNote({ strength, outcome: { ...drawn, atLimit: true } }),
	).toMatch(/\(10,000\), and the result was drawn back to 75%/);
});

test("one that ended inside by itself is not, nor one that has not ended", () => {
	expect(leashEndNote({ strength, outcome: inside })).toBeNull();
	expect(leashEndNote({ strength, outcome: null })).toBeNull();
	// As earlier versions wrote it.
	const { atLimit: _, ...earlier } = inside;
	expect(leashEndNote({ strength, outcome: earlier })).toBeNull();
});
