import { spawn } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";
import { TemperError } from "../../core/error.ts";
import {
	findTorch,
	pythonVariables,
	setupCommand,
	type TorchEnvironment,
	type Variables,
} from "./environment.ts";

/** Versions of Python for which the locked list has all packages: from the first, below the second. */
export const pythonVersions = { from: [3, 11], below: [3, 16] } as const;

const measured = z.object({
	value: z.number().nullable(),
	error: z.string().nullable(),
});

const machineSchema = z.object({
	/** The version of CUDA that this build of PyTorch is for. */
	cuda: z.string().nullable(),
	cards: z.array(
		z.object({ name: z.string(), memory: z.number(), free: z.number() }),
	),
	nccl: z.boolean(),
	/** How many times as fast as float32 a matrix product is. */
	bfloat16: measured,
	/** Largest error of a weight, as a share of the largest weight. */
	nf4: measured,
	/** Largest error of an output, as a share of the largest output. */
	int8: measured,
});

const factsSchema = z.object({
	/** Version of Python: 3, 11, 7. */
	release: z.array(z.number()).length(3),
	/** Installed versions; null for a package that is missing. */
	versions: z.record(z.string(), z.string().nullable()),
	machine: z
		.object({ value: machineSchema.nullable(), error: z.string().nullable() })
		.optional(),
	/** The class that transformers loads a folder as; no value for one that is no causal language model. */
	causal: z
		.object({ value: z.string().nullable(), error: z.string().nullable() })
		.optional(),
});

export type TorchMachine = z.infer<typeof machineSchema>;
export type PythonFacts = z.infer<typeof factsSchema>;

/** Packages without which no model trains; the others are for quantised weights. */
const needed = ["torch", "transformers", "peft", "safetensors", "numpy"];

export interface InspectOptions {
	readonly env?: Variables;
	readonly signal?: AbortSignal;
	/** Whether PyTorch is loaded and the machine is tried, which takes seconds to a minute. */
	readonly machine?: boolean;
	/** A model folder for which transformers is asked what it loads it as, which takes seconds. */
	readonly causal?: string;
}

/** Runs a program to its end. The error is that of a program that could not be started. */
async function output(
	program: string,
	args: readonly string[],
	{ env, signal }: InspectOptions,
) {
	const child = spawn(program, args, {
		env: pythonVariables(env) as NodeJS.ProcessEnv,
		stdio: ["ignore", "pipe", "pipe"],
		...(signal !== undefined && { signal }),
	});
	let out = "";
	let err = "";
	child.stdout.setEncoding("utf8").on("data", (text: string) => {
		out += text;
	});
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		err = (err + text).slice(-4000);
	});
	await once(child, "close");
	return { status: child.exitCode, out, err };
}

/** What a Python says of itself, its packages and, if asked, the machine. Throws `device` for one that cannot say it. */
export async function inspectPython(
	python: string,
	options: InspectOptions = {},
): Promise<PythonFacts> {
	const args = ["-m", "temper_torch.machine"];
	if (options.causal !== undefined) args.push("--causal", options.causal);
	else if (options.machine !== true) args.push("--versions");
	const refuse = (found: string, cause?: unknown) =>
		new TemperError("device", {
			where: python,
			expected: "a Python that runs Temper's package temper_torch",
			found,
			hint: `Python ${pythonVersions.from.join(".")} or later is needed. \`${setupCommand}\` makes an environment.`,
			cause,
		});
	try {
		const { status, out, err } = await output(python, args, options);
		const last = out.trim().split("\n").at(-1) ?? "";
		if (status === 0 && last.startsWith("{"))
			return factsSchema.parse(JSON.parse(last));
		const line = err.trim().split("\n").at(-1) || last || "no message";
		throw refuse(
			`exit status ${status}: ${line.slice(0, 200).replace(/\.$/, "")}`,
		);
	} catch (error) {
		if (error instanceof TemperError || options.signal?.aborted) throw error;
		throw refuse(error instanceof Error ? error.message : String(error), error);
	}
}

/** Throws `device` unless a Python is new enough. A newer one than the lists were made for may be an environment of the user. */
export function requirePython(path: string, version: readonly number[]): void {
	const [major = 0, minor = 0] = version;
	const { from } = pythonVersions;
	if (major > from[0] || (major === from[0] && minor >= from[1])) return;
	throw new TemperError("device", {
		where: path,
		expected: `Python ${from.join(".")} or later`,
		found: `Python ${version.join(".")}`,
		hint: `\`${setupCommand}\` makes an environment with another one.`,
	});
}

/** The packages that an environment must have and does not. */
export function missingPackages({ versions }: PythonFacts): string[] {
	return needed.filter((name) => (versions[name] ?? null) === null);
}

/**
 * The environment of the PyTorch engine with its versions, which takes a tenth of a second: PyTorch itself is not loaded.
 * Throws `recipe` or `device`, in one sentence, if there is no environment, if its Python is too old, or if it lacks a
 * package.
 */
export async function requireTorch(
	env: Variables = process.env,
	signal?: AbortSignal,
): Promise<TorchEnvironment & PythonFacts> {
	const found = findTorch(env);
	const facts = await inspectPython(found.python, {
		env,
		...(signal !== undefined && { signal }),
	});
	requirePython(found.python, facts.release);
	const missing = missingPackages(facts);
	if (missing.length === 0) return { ...found, ...facts };
	const own = found.origin === "TEMPER_PYTHON";
	throw new TemperError("device", {
		where: found.python,
		expected: `the packages ${needed.join(", ")}`,
		found: `no ${missing.join(", no ")}`,
		hint: own
			? `Install them there, or unset TEMPER_PYTHON and run \`${setupCommand}\`.`
			: `\`${setupCommand} --force\` makes the environment anew.`,
	});
}
