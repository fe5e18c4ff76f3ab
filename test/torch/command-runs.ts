import { writeFileSync } from "node:fs";
import { runCli } from "../../src/cli/program.ts";
import { fakeContext } from "../../src/cli/testing/fake-context.ts";
import { loopServices } from "../../src/cli/testing/loop-services.ts";
import type { Engine, Generator } from "../../src/engine/engine.ts";
import {
	type FakeBody,
	openFakeVllm,
} from "../../src/engine/torch/vllm/testing/fake-vllm.ts";
import { readEvents } from "../../src/runs/event-log.ts";
import type { RunEvent } from "../../src/runs/events.ts";
import { eventsPath } from "../../src/runs/folder/run-manifest.ts";
import { openTokenizer } from "../../src/text/tokenizer/open-tokenizer.ts";
import { engineOf } from "../../src/train/prepare/engine-of.ts";
import { prepare } from "../../src/train/prepare/prepare.ts";
import { openRoundScorer } from "../../src/train/run/open-round-scorer.ts";
import { runRecipe } from "../../src/train/run/run-recipe.ts";
import { train } from "../../src/train/train.ts";
import type { Changes } from "../training/run-recipe.ts";

type TrainServices = ReturnType<typeof loopServices>;

const real = { runRecipe } as TrainServices;

/** Runs `temper-lm train RECIPE --set ...` in this process, and returns what its log holds. */
export async function trainByCommand(
	recipe: Changes & { readonly out: string },
	settings: readonly string[],
	services: TrainServices = real,
): Promise<RunEvent[]> {
	const path = `${recipe.out}.yaml`;
	// JSON is YAML, too.
	writeFileSync(path, JSON.stringify(recipe));
	const context = fakeContext(services);
	const given = settings.flatMap((one) => ["--set", one]);
	const status = await runCli(["train", path, ...given], context);
	if (status !== 0)
		throw new Error(`status ${status}: ${context.err()}${context.out()}`);
	return readEvents(eventsPath(recipe.out));
}

/** An answer, a stop id that ended it included. */
interface Answer {
	readonly ids: number[];
	reason: "stop" | "length";
}

/**
 * Answers that ONNX Runtime draws, for another engine: its services record them, and a server that speaks as vLLM does gives
 * them, to each prompt in the order in which they were drawn.
 */
export class RecordedAnswers {
	readonly #answers = new Map<string, Answer[]>();
	#recorded = 0;

	readonly services: TrainServices = loopServices({
		train: (recipe, options) =>
			train(recipe, {
				...{ ...options, openScorer: openRoundScorer },
				engine: withGenerators(engineOf(recipe), (own) => this.#record(own)),
			}),
		async checkInputs(recipe) {
			await prepare(recipe);
		},
	});

	/** All answers, and those of them that no server has given. */
	get counts(): { readonly recorded: number; readonly left: number } {
		const left = [...this.#answers.values()].flat().length;
		return { recorded: this.#recorded, left };
	}

	/** Serves the answers for a model. `settings`: those of the command that draws from the server. */
	async serve(model: string) {
		const tokenizer = await openTokenizer(model);
		const { address, close } = await openFakeVllm({
			...{ model: "model", window: 64 },
			tokens: (text) => [...tokenizer.encode(text, { addSpecial: false })],
			faults: { change: (answer, body) => this.#answer(answer, body) },
		});
		const sampler = `engine.sampler={ kind: vllm, address: "${address}" }`;
		return { settings: ["engine.kind=torch", sampler], close };
	}

	#answer(answer: object, { prompt }: FakeBody): unknown {
		const next = this.#answers.get(prompt.join())?.shift();
		if (next === undefined) throw new Error(`no answer to ${prompt}`);
		const { ids, reason } = next;
		return {
			...answer,
			choices: [{ token_ids: ids, finish_reason: reason }],
		};
	}

	#record(own: Generator): Generator {
		const keep = (prompt: Int32Array, answer: Answer) => {
			const key = prompt.join();
			this.#answers.set(key, [...(this.#answers.get(key) ?? []), answer]);
			this.#recorded += 1;
		};
		return {
			async *generate(weights, prompts, ...given) {
				const drawn = prompts.map((): Answer => ({ ids: [], reason: "stop" }));
				for await (const event of own.generate(weights, prompts, ...given)) {
					const answer = drawn[event.row] as Answer;
					if (event.kind === "token") answer.ids.push(event.id);
					else if (event.reason === "length") answer.reason = "length";
					yield event;
				}
				for (const [i, prompt] of prompts.entries())
					keep(prompt, drawn[i] as Answer);
			},
			dispose: () => own.dispose(),
		};
	}
}

/** An engine whose generators are others. */
function withGenerators(
	engine: Engine,
	change: (own: Generator) => Generator,
): Engine {
	return {
		name: engine.name,
		requireInstalled: () => engine.requireInstalled(),
		openModel: (path) => engine.openModel(path),
		openMeasured: (options) => engine.openMeasured(options),
		async open(options) {
			const session = await engine.open(options);
			const open = session.generator.bind(session);
			session.generator = async () => change(await open());
			return session;
		},
	};
}
