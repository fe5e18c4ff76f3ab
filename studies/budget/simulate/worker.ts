import { methods, play } from "./play.ts";
import { truths } from "./truths.ts";

/** One truth in some repeats. */
export interface Work {
	readonly truth: string;
	readonly repeats: readonly number[];
}

process.on("message", ({ truth: name, repeats }: Work) => {
	const truth = truths.find((one) => one.name === name);
	if (!truth) throw new Error(`no truth ${name}`);
	process.send?.(
		repeats.flatMap((repeat) =>
			methods.flatMap((method) => play(truth, repeat, method)),
		),
	);
});
