import { dft } from "../../src/objectives/dft.ts";
import { minorSft } from "../../src/objectives/minor-sft.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import { sft } from "../../src/objectives/sft.ts";

/** From the number behind the @ in a recorded name, or null where there is none, to the objective it means. */
const makers: Readonly<
	Record<string, (value: number | null) => Objective | null>
> = {
	sft: (value) => (value === null ? sft() : null),
	dft: (value) =>
		value === null ? dft({ floor: null, keepEnd: false }) : null,
	"minor-sft": (value) => (value === null ? null : minorSft({ beta: value })),
};

/** `minor-sft@0.5` and the like; null for what the package does not have. */
export function objectiveNamed(name: string): Objective | null {
	const [, kind = "", value] = /^([^@]+)(?:@(.+))?$/.exec(name) ?? [];
	const make = Object.hasOwn(makers, kind) ? makers[kind] : undefined;
	return make?.(value === undefined ? null : Number(value)) ?? null;
}
