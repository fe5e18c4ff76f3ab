import { dft } from "../../src/objectives/imitation/dft.ts";
import { iwSft } from "../../src/objectives/imitation/iw-sft.ts";
import { minorSft } from "../../src/objectives/imitation/minor-sft.ts";
import { pFamily } from "../../src/objectives/imitation/p-family.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import { dpo } from "../../src/objectives/preferences/dpo.ts";
import { hinge } from "../../src/objectives/preferences/hinge.ts";
import { ipo } from "../../src/objectives/preferences/ipo.ts";
import { minorDpo } from "../../src/objectives/preferences/minor-dpo.ts";
import { orpo } from "../../src/objectives/preferences/orpo.ts";
import { simpo } from "../../src/objectives/preferences/simpo.ts";

/** Of pairs, from the note in `case.json`. */
const pairs = { beta: 0.1, sft: 0 };

/** Objectives that are recorded under one name. */
const plain: Readonly<Record<string, () => Objective>> = {
	sft,
	dft: () => dft({ floor: null, keepEnd: false }),
	"iw-sft": () => iwSft({ most: 16 }),
	/** TALR's floor alone, with tau 1: NLL times max(p, 0.1). */
	"talr-floor": () => dft({ floor: 0.1, keepEnd: false }),
	dpo: () => dpo({ ...pairs, labelSmoothing: 0 }),
	ipo: () => ipo(pairs),
	hinge: () => hinge(pairs),
	"minor-dpo": () => minorDpo(pairs),
};

/** Objectives that are recorded with a number behind an @. */
const withNumber: Readonly<Record<string, (value: number) => Objective>> = {
	"minor-sft": (beta) => minorSft({ beta }),
	"p-family": (q) => pFamily({ q }),
	"dpo-smoothed": (labelSmoothing) => dpo({ ...pairs, labelSmoothing }),
	/** Written `simpo@g0.5`. */
	"simpo@g": (gamma) => simpo({ beta: 2, gamma, sft: 0 }),
	orpo: (lambda) => orpo({ lambda }),
};

/** `minor-sft@0.5` and the like; null for what the package does not have. */
export function objectiveNamed(name: string): Objective | null {
	if (Object.hasOwn(plain, name)) return plain[name]!();
	const [, kind = "", value = ""] = /^(.+?)@?([0-9.]+)$/.exec(name) ?? [];
	if (!Object.hasOwn(withNumber, kind)) return null;
	return withNumber[kind]!(Number(value));
}
