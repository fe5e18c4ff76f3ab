import { z } from "zod";
import { count, nonNegative, text } from "./fields.ts";

const isPattern = (pattern: string) => {
	try {
		return Boolean(new RegExp(pattern));
	} catch {
		return false;
	}
};

const pattern = text("a regular expression").refine(isPattern, {
	error: "a regular expression",
});

/** What all launchers of other machines share. */
const machines = {
	/** Jobs that run at the same time. */
	seats: count(100_000),
	/** The folder in which workers run; the one in which the study was started if it is left out. */
	workdir: text("a path").optional(),
	/** The program `node` on the machines; the one that runs the study, by its path, if it is left out. */
	node: text("the path of node").optional(),
	/** The folder of the package temper-lm on the machines; the one that runs the study if it is left out. */
	package: text("the folder of the package temper-lm").optional(),
	/** Variables of the environment of workers. */
	env: z
		.record(
			z.string().regex(/^\w+$/, { error: "the name of a variable" }),
			z.coerce.string(),
			{ error: "variables by name" },
		)
		.default({}),
};

const ray = z.strictObject({
	kind: z.literal("ray"),
	/** Of the dashboard: http://head:8265. */
	address: z.url({
		protocol: /^https?$/,
		error: "the address of Ray's dashboard, for example http://head:8265",
	}),
	...machines,
	/** What a job takes of its node. */
	cpus: nonNegative().default(1),
	gpus: nonNegative().default(0),
	/** Other resources of the cluster, by name. */
	resources: z
		.record(z.string(), nonNegative(), {
			error: "amounts of resources by name",
		})
		.default({}),
});

const slurm = z.strictObject({
	kind: z.literal("slurm"),
	...machines,
	/** Of sbatch. */
	options: z
		.array(text("an option of sbatch, for example --partition=gpu"), {
			error: "a list of options of sbatch",
		})
		.default([]),
});

const command = z.strictObject({
	kind: z.literal("command"),
	...machines,
	/** Lines for sh. */
	start: text("a command that starts {command}"),
	status: text("a command that prints the state of the job {id}"),
	stop: text("a command that ends the job {id}"),
	/** What `status` prints in each state, as regular expressions; the words themselves if they are left out. */
	states: z
		.strictObject({
			waiting: pattern.optional(),
			running: pattern.optional(),
			suspended: pattern.optional(),
			done: pattern.optional(),
			failed: pattern.optional(),
			lost: pattern.optional(),
		})
		.default({}),
});

/** Where the jobs of a study run. */
export const launcherSchema = z.preprocess(
	(value) => (typeof value === "string" ? { kind: value } : value),
	z.discriminatedUnion(
		"kind",
		[z.strictObject({ kind: z.literal("local") }), ray, slurm, command],
		{
			error:
				"local, or a launcher: { kind: ray, ... }, { kind: slurm, ... } or { kind: command, ... }",
		},
	),
);

export type LauncherSpec = z.output<typeof launcherSchema>;
