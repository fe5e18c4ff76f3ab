import type { EngineSession, Learner } from "../../engine/engine.ts";
import type { RunFolder } from "../../runs/folder/run-folder.ts";
import type { RunManifest } from "../../runs/folder/run-manifest.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { ScoreGroups } from "../reference/reference-of.ts";
import type { Sessions } from "../sessions.ts";

/** Where a training keeps its rounds, and what its inputs hash to. */
export interface TrainingFolder extends Pick<RunFolder, "path"> {
	readonly manifest: Pick<RunManifest, "inputs">;
}

/** What the parts of one stage of training share. */
export interface Stage {
	readonly prepared: Prepared;
	/** What computes. */
	readonly session: EngineSession;
	readonly learner: Learner;
	readonly sessions: Sessions;
	/** Scores under the model that the stage is compared with. */
	readonly reference: ScoreGroups;
	readonly runFolder: TrainingFolder;
	readonly signal: AbortSignal;
}
