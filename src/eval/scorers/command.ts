import { TemperError } from "../../core/error.ts";
import { isObject } from "../../formats/json/parse-json.ts";
import { stringifyExact } from "../../formats/json/stringify-exact.ts";
import { withoutThoughts } from "../../rewards/judged-answer.ts";
import type { CommandSpec } from "../task/task.ts";
import type { AnswerScorer } from "./answer-scorer.ts";
import { LineProgram } from "./line-program.ts";

/** A number, or an object with a number as its `score`; null for anything else. */
function scoreIn(line: string): number | null {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		return null;
	}
	const score = isObject(value) ? value.score : value;
	return typeof score === "number" && Number.isFinite(score) ? score : null;
}

/** A program as a scorer. Throws `recipe` if it cannot be started. */
export async function openCommand({
	run,
	folder,
	timeLimit,
}: CommandSpec): Promise<AnswerScorer> {
	const where = `scorer command ${run.join(" ")}`;
	const limits = { folder, timeLimit: timeLimit * 1000 };
	const program = await LineProgram.open(run, limits).catch(
		(error: NodeJS.ErrnoException) => {
			throw new TemperError("recipe", {
				where,
				expected: "a program that can be started",
				found: error.code === "ENOENT" ? "no such program" : error.message,
				hint: "It is looked for as a terminal would, from the folder of the task.",
				cause: error,
			});
		},
	);
	return {
		chance: null,
		judgesThoughts: false,
		parallel: 1,
		async score(given) {
			const judged = withoutThoughts(given).answer;
			const { id, prompt, completion, whole, answer, row } = judged;
			const shown = { id, prompt, completion, whole, answer, row };
			const said = stringifyExact(shown);
			const reply = await program.ask(said);
			const score = reply.kind === "line" ? scoreIn(reply.line) : null;
			if (score !== null) return score;
			throw new TemperError("data", {
				where,
				expected: 'a line with a number, or {"score": number}',
				found:
					reply.kind === "line"
						? JSON.stringify(reply.line.slice(0, 100))
						: `none, for ${reply.reason}`,
			});
		},
		dispose: () => program.dispose(),
	};
}
