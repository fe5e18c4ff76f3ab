import { hostname } from "node:os";
import { TemperError } from "../../core/error.ts";

export interface LaunchOptions {
	/** The executable that has PyTorch. */
	readonly python: string;
	readonly nodes: number;
	/** Processes of each node. */
	readonly processes: number;
	/** How to run a command on every node; null runs it here. */
	readonly launch: string | null;
	/** Words that tell this group from others on the same machines. */
	readonly id: string;
}

/** A program with its arguments, or a line for the shell. */
export type LaunchCommand =
	| { readonly kind: "program"; readonly words: readonly string[] }
	| { readonly kind: "shell"; readonly line: string };

/** The port of torchrun's rendezvous on the first node, unless the template chooses another. */
const usualPort = 29400;

/** What a template may contain, with what is put there. */
export const launchPlaceholders = [
	"command",
	"nodes",
	"gpus",
	"host",
	"port",
] as const;

/** Quotes a word for a POSIX shell. */
function quoted(word: string): string {
	return /^[\w./:=,@%+-]+$/.test(word)
		? word
		: `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * The command that starts all ranks. torchrun itself never restarts them: whoever runs the training does, from its last
 * checkpoint. A template is a line for the shell in which `{command}` stands for what every node has to run.
 */
export function launchCommand(options: LaunchOptions): LaunchCommand {
	const { python, nodes, processes, launch, id } = options;
	const meeting =
		launch === null
			? ["--standalone"]
			: [
					`--nnodes=${nodes}`,
					"--rdzv-backend=c10d",
					"--rdzv-endpoint={host}:{port}",
					`--rdzv-id=${id}`,
				];
	const words = [
		...[python, "-m", "torch.distributed.run", ...meeting],
		...[`--nproc-per-node=${processes}`, "--max-restarts=0"],
		...["-m", "temper_torch.worker"],
	];
	if (launch === null) return { kind: "program", words };
	const values: Readonly<Record<string, string>> = {
		nodes: String(nodes),
		gpus: String(processes),
		host: hostname(),
		port: String(usualPort),
	};
	const place = (text: string) =>
		text.replaceAll(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
	const command = words.map((word) => quoted(place(word))).join(" ");
	return {
		kind: "shell",
		line: place(launch).replaceAll("{command}", command),
	};
}

/** Throws `recipe` for a template that could not start anything. */
export function checkLaunch(launch: string | null, nodes: number): void {
	if (launch === null && nodes > 1)
		refuse(
			"engine.launch",
			"a command that starts a line on every node",
			"none",
		);
	if (launch === null) return;
	if (!launch.includes("{command}"))
		refuse(
			"engine.launch",
			"{command} where every node's command belongs",
			launch,
		);
	for (const [, key] of launch.matchAll(/\{(\w+)\}/g))
		if (!launchPlaceholders.some((known) => known === key))
			refuse(
				"engine.launch",
				`only ${launchPlaceholders.map((one) => `{${one}}`).join(", ")}`,
				`{${key}}`,
			);
}

function refuse(where: string, expected: string, found: string): never {
	throw new TemperError("recipe", {
		...{ where, expected, found },
		hint: 'With Slurm, for example: launch: "srun --nodes={nodes} --ntasks-per-node=1 {command}".',
	});
}
