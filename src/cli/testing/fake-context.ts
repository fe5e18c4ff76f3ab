import { Readable } from "node:stream";
import type { StopSignal } from "../../core/stop-signals.ts";
import { engineOf } from "../../train/prepare/engine-of.ts";
import type { CliContext } from "../context.ts";
import type { Services } from "../services.ts";
import { createTerminal } from "../terminal/terminal.ts";

/** A context that writes into strings and hears Ctrl+C when told to. */
export interface FakeContext extends CliContext {
	readonly out: () => string;
	readonly err: () => string;
	/** Statuses that a command asked to exit with. */
	readonly exits: number[];
	/** Ctrl+C if no other signal is named. */
	interrupt(signal?: StopSignal): void;
}

export function fakeContext(
	services: Partial<Services> = {},
	input = "",
): FakeContext {
	const out: string[] = [];
	const err: string[] = [];
	const listeners = new Set<(signal: StopSignal) => void>();
	const exits: number[] = [];
	const missing = (): never => {
		throw new Error("this test has no such service");
	};
	return {
		terminal: createTerminal({ write: (text) => out.push(text) }, {}),
		errors: createTerminal({ write: (text) => err.push(text) }, {}),
		env: {},
		input: Readable.from([input]),
		loadServices: async () => ({
			runRecipe: missing,
			resumeRun: missing,
			dryRun: missing,
			engineOf,
			answerPrecision: async () => ({
				...{ precision: "float32", kl: null, note: null },
			}),
			openDecoder: missing,
			openRewardModel: missing,
			gate: missing,
			evaluate: missing,
			probe: missing,
			...{ explain: missing, describeReward: missing },
			runDiagnosis: missing,
			...services,
		}),
		onInterrupt(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		exit: (status) => exits.push(status),
		out: () => out.join(""),
		err: () => err.join(""),
		exits,
		interrupt(signal = "SIGINT") {
			for (const listener of listeners) listener(signal);
		},
	};
}
