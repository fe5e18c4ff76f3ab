import { RandomStream } from "../../../src/core/random.ts";
import type { DiskFault } from "../../faults/child.ts";
import type { Faults, Moment, Shot } from "./drive.ts";

const saving = (step: number, file: string) =>
	`step-${step}\\.tmp-[^/]*/engine/policy/${file}`;
const saved = (step: number, file: string) =>
	`step-${step}/engine/policy/${file}`;

/** Ranks that die while the checkpoints of these steps are written, and while they are read. */
const moments: readonly Moment[] = [
	{ name: "a", rank: 1, mode: "write", path: saving(3, "__1_0") },
	{ name: "b", rank: 0, mode: "write", path: saving(5, "\\.metadata") },
	{ name: "c", rank: 0, mode: "rename", path: saving(7, "\\.metadata") },
	{ name: "d", rank: 1, mode: "read", path: saved(6, "__") },
	{ name: "e", rank: 0, mode: "write", path: saving(8, "__0_0") },
	{ name: "f", rank: 0, mode: "read", path: saved(7, "__") },
];

/** What befalls one driver that is to reach the end by itself. */
export function deathsOfGroup(
	seed: string,
): Required<Pick<Faults, "shots" | "moments">> {
	const stream = new RandomStream(2026, seed);
	const shot = (target: Shot["target"], step: number): Shot => ({
		...{ target, step, delay: 800 * stream.uniform() },
	});
	return {
		moments,
		shots: [
			shot("rank 0", 1),
			shot("rank 1", 3),
			shot("torchrun", 5),
			shot("rank 0", 8),
			shot("torchrun", 9),
			// While the next group starts.
			{ target: "rank 1", step: 8, delay: 12_000 * stream.uniform() },
			shot("rank 1", 10),
		],
	};
}

/** What befalls the drivers of one run, one after the other. */
export function deathsOfDrivers(
	seed: string,
): readonly (Faults & { readonly title: string })[] {
	const stream = new RandomStream(2026, seed);
	const dies = (step: number, delay: number): Faults => ({
		shots: [{ target: "driver", step, delay }],
	});
	const changes = (at: number, matching: string): DiskFault => ({
		...{ at, how: "kill", matching },
	});
	return [
		{
			title: "driver, between the engine's files and the manifest",
			fault: changes(1, "step-2\\.tmp-[^/]*/manifest\\.json$"),
		},
		{
			title: "driver, before the rename",
			// The folder is made, and then renamed.
			fault: changes(2, "step-4\\.tmp-[^/]*$"),
		},
		{ title: "driver, at random", ...dies(5, 1000 * stream.uniform()) },
		{
			title: "driver, while resuming",
			shots: [{ target: "driver", step: 5, delay: 12_000 * stream.uniform() }],
		},
		{ title: "driver, at random", ...dies(9, 1000 * stream.uniform()) },
	];
}
