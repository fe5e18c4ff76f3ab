import { setTimeout as wait } from "node:timers/promises";
import { TemperError } from "../../core/error.ts";
import { isObject } from "../../formats/parse-json.ts";
import { errorLine } from "../../rewards/error-line.ts";
import type { JudgeSpec } from "../task.ts";

/** Times that an endpoint is asked which is busy or out of order. */
const attempts = 4;

/** Milliseconds before the second attempt; twice as long before each further one. */
const firstPause = 1000;

export type Winner = "first" | "second" | "tie";

export interface Contest {
	readonly criteria: string;
	readonly prompt: string;
	readonly first: string;
	readonly second: string;
}

function messagesFor({ criteria, prompt, first, second }: Contest) {
	const system = `You compare two answers to one question. ${criteria} Ignore the order in which they are shown, and their length. Reply with JSON alone: {"winner": "A"}, {"winner": "B"} or {"winner": "tie"}.`;
	const user = `<question>\n${prompt}\n</question>\n<answer_A>\n${first}\n</answer_A>\n<answer_B>\n${second}\n</answer_B>`;
	return [
		{ role: "system", content: system },
		{ role: "user", content: user },
	];
}

const winners: Readonly<Record<string, Winner>> = {
	A: "first",
	B: "second",
	TIE: "tie",
};

/** Reads `{"winner": "A"}`, in a fenced block or among words. */
function winnerIn(text: string): Winner | null {
	const named = /"winner"\s*:\s*"(A|B|tie)"/i.exec(text)?.[1];
	return winners[(named ?? text.trim()).toUpperCase()] ?? null;
}

function contentOf(body: unknown): string | null {
	const choices = isObject(body) ? body.choices : null;
	const first: unknown = Array.isArray(choices) ? choices[0] : null;
	const message = isObject(first) ? first.message : null;
	const content = isObject(message) ? message.content : null;
	return typeof content === "string" ? content : null;
}

/** Asks once. Throws `data` for a judge that gives no verdict. */
export async function askJudge(
	{ url, model, timeLimit }: JudgeSpec,
	key: string | null,
	contest: Contest,
): Promise<Winner> {
	const address = `${url.replace(/\/+$/, "")}/chat/completions`;
	const refuse = (expected: string, found: string): never => {
		throw new TemperError("data", { where: `judge ${url}`, expected, found });
	};
	const request = {
		method: "POST",
		headers: {
			"content-type": "application/json",
			...(key === null ? {} : { authorization: `Bearer ${key}` }),
		},
		body: JSON.stringify({
			...{ model, temperature: 0 },
			messages: messagesFor(contest),
		}),
	};
	for (let attempt = 1; ; attempt++) {
		const signal = AbortSignal.timeout(timeLimit * 1000);
		const answered = await fetch(address, { ...request, signal })
			.then(async (response) => ({
				status: response.status,
				body: await response.text(),
			}))
			.catch((error: Error) => {
				const cause = error.cause instanceof Error ? error.cause : error;
				return refuse("an answer", errorLine(cause));
			});
		const { status, body } = answered;
		if ((status === 429 || status >= 500) && attempt < attempts) {
			await wait(firstPause * 2 ** (attempt - 1));
			continue;
		}
		if (status !== 200)
			refuse("status 200", `${status} ${body.slice(0, 200).trim()}`);
		const content = contentOf(parsed(body));
		if (content === null)
			return refuse("a chat completion", body.slice(0, 100));
		return (
			winnerIn(content) ??
			refuse(
				'{"winner": "A"}, "B" or "tie"',
				JSON.stringify(content.slice(0, 100)),
			)
		);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
