import { onTestFinished } from "vitest";
import { type Judging, openJudgeServer } from "./open-judge-server.ts";

export {
	type AskedJudge,
	type Judging,
	shownIn,
} from "./open-judge-server.ts";

/** An OpenAI-compatible endpoint on this machine, that goes with the test. */
export async function judgeServer(judge: Judging) {
	const { url, asked, close } = await openJudgeServer(judge);
	onTestFinished(close);
	return { url, asked };
}
