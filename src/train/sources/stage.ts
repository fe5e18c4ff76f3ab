import type { RunFolder } from "../../runs/run-folder.ts";
import type { Learner } from "../learner.ts";
import type { Policy } from "../policy.ts";
import type { Prepared } from "../prepare.ts";
import type { Sessions } from "../sessions.ts";

/** What the parts of one stage of training share. */
export interface Stage {
	readonly prepared: Prepared;
	readonly learner: Learner;
	readonly sessions: Sessions;
	/** The policy as it was before the first step. */
	readonly start: () => Promise<Policy>;
	readonly runFolder: Pick<RunFolder, "path">;
	readonly signal: AbortSignal;
}
