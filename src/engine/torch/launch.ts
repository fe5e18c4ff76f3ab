import { hostname } from "node:os";
import {
	fillLaunch,
	type LaunchPlaceholder,
} from "../../runtime/launch-template.ts";

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
	/** A free port of this machine, where the processes of all machines meet if there is a template. */
	readonly port: number;
}

/** A program with its arguments, or a line for the shell. */
export type LaunchCommand =
	| { readonly kind: "program"; readonly words: readonly string[] }
	| { readonly kind: "shell"; readonly line: string };

/** Quotes a word for a POSIX shell. */
function quoted(word: string): string {
	return /^[\w./:=,@%+-]+$/.test(word)
		? word
		: `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * The command that starts all ranks. torchrun itself never restarts them: whoever runs the training does, from its last
 * checkpoint. A template is a line for the shell in which `{command}` stands for what every node has to run; this machine must
 * be one of the nodes, because the ranks meet on it.
 */
export function launchCommand(options: LaunchOptions): LaunchCommand {
	const { python, nodes, processes, launch, id, port } = options;
	const worker = ["-m", "temper_torch.worker"];
	// A single process is a group by itself.
	if (launch === null && processes === 1)
		return { kind: "program", words: [python, ...worker] };
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
		...worker,
	];
	if (launch === null) return { kind: "program", words };
	const values: Readonly<
		Record<Exclude<LaunchPlaceholder, "command">, string>
	> = {
		nodes: String(nodes),
		gpus: String(processes),
		host: hostname(),
		port: String(port),
	};
	const command = words
		.map((word) => quoted(fillLaunch(word, values)))
		.join(" ");
	return { kind: "shell", line: fillLaunch(launch, { ...values, command }) };
}
