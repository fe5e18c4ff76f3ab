// A study: which of two learning rates teaches the model that ships to say "captain", with two seeds each? A study says
// what its jobs are, what each of them does, and what they come to. runStudy does them in processes of their own and
// keeps what is done: interrupt it with Ctrl+C, run it again, and it continues.
//   npx tsx --conditions=source examples/study.ts
import { fileURLToPath } from "node:url";
import {
	hashInputs,
	parseRecipe,
	readMeasure,
	readTask,
	runStudy,
	type Study,
	type StudyTypes,
	specInputs,
} from "temper-lm";

/** One job: the base, or one training with its measurement. */
type Trial =
	| { readonly id: "base" }
	| { readonly id: string; readonly rate: number; readonly seed: number };

interface Types extends StudyTypes {
	readonly job: Trial;
	/** Share of the answers that are right. */
	readonly reading: number | null;
	readonly result: readonly { readonly id: string; readonly score: number }[];
}

const folder = fileURLToPath(new URL("..", import.meta.url));
const device = { device: "cpu", threads: 1 } as const;

export async function learningRates(steps: number): Promise<Study<Types>> {
	const rates = [1e-3, 3e-3];
	const seeds = [0, 1];
	const task = readTask(`${folder}examples/captain.task.yaml`);
	const recipe = parseRecipe(
		{
			extends: "sft",
			model: "models/toy",
			data: { train: "examples/rows.jsonl", general: null },
			batch: { rows: 4, tokens: 256 },
			length: { kind: "steps", count: steps },
			...{ evaluate: "never", save: "end" },
			device: { kind: "cpu", threads: 1 },
		},
		{ folder },
	);
	const trials: readonly Trial[] = [
		{ id: "base" },
		...rates.flatMap((rate) =>
			seeds.map((seed) => ({ id: `rate-${rate}/seed-${seed}`, rate, seed })),
		),
	];
	const measure = { tasks: [task], device, base: null };
	const inputs = await hashInputs([recipe.model, task.rows]);
	return {
		name: "study",
		// The folder of a study with other settings is refused. Rates and seeds may be added.
		spec: {
			...{ version: 1, rates, seeds, settings: { steps } },
			inputs: specInputs([task], inputs),
		},
		rules: { grows: { rates: "rate", seeds: "seed" } },
		advance: ({ done, failed }) => ({
			jobs: trials.filter(({ id }) => !done.has(id) && !failed.has(id)),
		}),
		work(trial, { paths }) {
			const base = { name: "base", model: recipe.model };
			const subject = { ...base, adapter: null, base: null };
			if (!("rate" in trial)) return { kind: "measure", ...measure, subject };
			const { id, rate, seed } = trial;
			const optimizer = { ...recipe.optimizer, learningRate: rate };
			const stages = [{ ...recipe, optimizer, seed }];
			const run = paths.run(id);
			return { kind: "train", run, stages, until: 1, inputs: null, measure };
		},
		async read({ id }, paths) {
			const result = await readMeasure(paths, id);
			return result?.tasks[0]?.value?.value ?? null;
		},
		result: ({ done }) =>
			[...done].map(([id, score]) => ({ id, score: score ?? 0 })),
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const stop = new AbortController();
	process.once("SIGINT", () => stop.abort());
	const study = await learningRates(40);
	const options = { folder: "runs/study", signal: stop.signal };
	for await (const event of runStudy(study, options)) {
		if (event.kind === "job-finished")
			console.log(`${event.job.id}: ${event.reading}`);
		if (event.kind === "end") console.table(event.result ?? event.reason);
	}
}
