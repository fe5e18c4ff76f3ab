import { resumeBy, runBy } from "../../train/run/run-by.ts";
import type { RunLoop } from "../../train/run/run-options.ts";
import type { Services } from "../services.ts";

/** Services whose runs are made with a loop of a test's own. */
export function loopServices(
	loop: Partial<RunLoop>,
): Pick<Services, "runRecipe" | "resumeRun"> {
	const missing = (): never => {
		throw new Error("this test has no such loop");
	};
	const whole: RunLoop = {
		train: missing,
		requireEngine: async () => {},
		checkInputs: missing,
		...loop,
	};
	return {
		runRecipe: (recipes, options) => runBy(whole, recipes, options),
		resumeRun: (path, options) => resumeBy(whole, path, options),
	};
}
