import { TemperError } from "../../core/error.ts";
import {
	launchPlaceholders,
	unknownPlaceholder,
} from "../../runtime/launch-template.ts";
import type { Recipe } from "../schemas/recipe-schema.ts";
import { refuseSampler } from "./refuse-sampler.ts";

/** Throws `recipe` for settings of the engine that exclude each other. */
export function refuseEngine({ engine, device, tune }: Recipe): void {
	if (engine.kind !== "torch") return;
	const { launch, nodes, sampler } = engine;
	if (device.kind !== "cpu")
		throw new TemperError("recipe", {
			where: "device",
			expected: "no device with engine torch",
			found: device.kind,
			hint: "PyTorch uses all GPUs that it finds, or as many as engine.gpus says; leave device out.",
		});
	refuseSampler(sampler, tune);
	if (launch === null) {
		if (nodes > 1)
			refuseLaunch("a command that runs {command} on every machine", "none");
		return;
	}
	if (!launch.includes("{command}"))
		refuseLaunch("{command} where the command of each machine belongs", launch);
	const unknown = unknownPlaceholder(launch);
	const known = launchPlaceholders.map((one) => `{${one}}`).join(", ");
	if (unknown !== null) refuseLaunch(`only ${known}`, unknown);
}

function refuseLaunch(expected: string, found: string): never {
	throw new TemperError("recipe", {
		...{ where: "engine.launch", expected, found },
		hint: 'With Slurm, for example: launch: "srun --nodes={nodes} --ntasks-per-node=1 {command}".',
	});
}
