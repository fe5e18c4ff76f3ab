import { existsSync } from "node:fs";
import { join } from "node:path";
import { TemperError } from "../core/error.ts";
import type { NamedTensor } from "../core/named-tensor.ts";
import { openModel } from "../formats/open-model.ts";
import { readAdapter } from "../formats/peft/read-adapter.ts";
import type { Trainable } from "../nn/parameters.ts";
import { adapterTensors, placeAdapter } from "../policy/open-adapter.ts";
import { Policy } from "../policy/policy.ts";
import { savedRewards } from "../policy/reward-reader.ts";
import {
	checkpointName,
	listCheckpoints,
	readCheckpoint,
} from "../runs/checkpoint.ts";
import { readEvents } from "../runs/event-log.ts";
import { runFiles } from "../runs/folder/run-files.ts";
import { eventsPath } from "../runs/folder/run-manifest.ts";
import { startingPolicy } from "../train/prepare/starting-policy.ts";
import type { At } from "./explanation.ts";
import type { OpenedRun } from "./open-run.ts";

type Shaped = readonly Pick<Trainable, "name" | "shape">[];

/** The policy of a run. Throws `data` for a checkpoint that the run does not have, and for a run that has not ended. */
export async function policyAt(
	run: OpenedRun,
	trainables: Shaped,
	at: At,
): Promise<Policy> {
	const policy = await startingPolicy(run.prepared, trainables as Trainable[]);
	if (at.kind === "start") return policy;
	if (at.kind === "end") return endOf(run, trainables, policy);
	policy.restore(await checkpointOf(run, at.step));
	return policy;
}

async function checkpointOf(
	{ path, name }: OpenedRun,
	step: number,
): Promise<readonly NamedTensor[]> {
	const folder = join(path, runFiles.checkpoints);
	const steps = await listCheckpoints(folder);
	if (steps.includes(step))
		return (await readCheckpoint(folder, step)).checkpoint.trainable;
	throw new TemperError("data", {
		where: `--at step-${step}`,
		expected:
			steps.length === 0
				? `start or end, for ${name} has no checkpoints`
				: `start, end or one of the checkpoints of ${name}: ${steps.map(checkpointName).join(", ")}`,
		found: "no such checkpoint",
		hint: "`keep` in a recipe decides which checkpoints are kept.",
	});
}

async function endOf(
	{ path, name, prepared }: OpenedRun,
	trainables: Shaped,
	policy: Policy,
): Promise<Policy> {
	const { model, tuning } = prepared;
	const outcome = (folder: string) => join(path, folder);
	if (prepared.objective.trains === "reward") {
		if (existsSync(outcome("reward-model"))) {
			policy.restore(
				(await savedRewards(outcome("reward-model"), model)).values,
			);
			return policy;
		}
	} else if (tuning.kind === "full") {
		if (existsSync(outcome("model"))) {
			const { model: tuned } = await openModel(outcome("model"), {
				checkValues: true,
			});
			return Policy.base(trainables, tuned, tuning);
		}
	} else if (existsSync(outcome("adapter"))) {
		const folder = outcome("adapter");
		const adapter = await readAdapter(folder);
		const { architecture } = model;
		policy.restore(adapterTensors(placeAdapter(adapter, architecture, folder)));
		return policy;
	}
	throw new TemperError("data", {
		where: "--at end",
		expected: "a run that has ended",
		found: `${name}, which has made nothing yet`,
		hint: `Use --at start or a checkpoint, or continue the run: npx temper-lm runs resume ${name}`,
	});
}

/** Steps that a run had done, and what its leash steered the objective to, at a place of the run. */
export async function stateAt(
	{ path }: Pick<OpenedRun, "path">,
	at: At,
): Promise<{ step: number; strength: number | null }> {
	const events = await readEvents(eventsPath(path));
	let last = 0;
	for (const event of events) if (event.kind === "step") last = event.step;
	const step = at.kind === "start" ? 0 : at.kind === "end" ? last : at.step;
	let strength: number | null = null;
	for (const event of events)
		if (event.kind === "leash" && event.step <= step && event.strength)
			strength = event.strength.value;
	return { step, strength };
}
