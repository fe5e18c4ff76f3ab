import { setTimeout as wait } from "node:timers/promises";
import { TemperError } from "../../core/error.ts";
import { isObject } from "../../formats/json/parse-json.ts";
import { errorLine } from "../../rewards/threads/error-line.ts";
import type { JudgeSpec } from "../task/task.ts";

/** Times that an endpoint is asked which is busy, out of order or out of reach. */
const attempts = 4;

/** Milliseconds before the second attempt; twice as long before each further one. */
const firstPause = 1000;

export type Winner = "first" | "second" | "tie";

export interface Contest {
	readonly criteria: string;
	/** All that was asked. */
	readonly conversation: string;
	readonly first: string;
	readonly second: string;
}

function messagesFor({ criteria, conversation, first, second }: Contest) {
	const system = `You compare two answers to one question. ${criteria} Ignore the order in which they are shown, and their length. Reply with JSON alone: {"winner": "A"}, {"winner": "B"} or {"winner": "tie"}.`;
	const user = `<question>\n${conversation}\n</question>\n<answer_A>\n${first}\n</answer_A>\n<answer_B>\n${second}\n</answer_B>`;
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

/** Reads `{"winner": "A"}`, in a fenced block or among words, or the bare letter: the last one, after any thoughts. */
function winnerIn(text: string): Winner | null {
	const said = text.split("</think>").at(-1) ?? "";
	const named = [...said.matchAll(/"winner"\s*:\s*"(A|B|tie)"/gi)].at(-1);
	return winners[(named?.[1] ?? said.trim()).toUpperCase()] ?? null;
}

function contentOf(body: unknown): string | null {
	const choices = isObject(body) ? body.choices : null;
	const first: unknown = Array.isArray(choices) ? choices[0] : null;
	const message = isObject(first) ? first.message : null;
	const content = isObject(message) ? message.content : null;
	return typeof content === "string" ? content : null;
}

/** What came back: a status and a text, or why nothing did. */
type Reply =
	| { readonly status: number; readonly body: string }
	| { readonly status: null; readonly reason: string; readonly again: boolean };

async function reply(
	address: string,
	request: RequestInit,
	timeLimit: number,
): Promise<Reply> {
	const signal = AbortSignal.timeout(timeLimit * 1000);
	try {
		const response = await fetch(address, { ...request, signal });
		return { status: response.status, body: await response.text() };
	} catch (error) {
		const { cause } = error as Error;
		const reason = errorLine(cause instanceof Error ? cause : error);
		// Who has had all the time there is gets no more of it.
		return { status: null, reason, again: !signal.aborted };
	}
}

function isPassing(said: Reply): boolean {
	return said.status === null
		? said.again
		: said.status === 429 || said.status >= 500;
}

/** Asks for one verdict. Throws `data` for a judge that gives none. */
export async function askJudge(
	{ url, model, temperature, timeLimit }: JudgeSpec,
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
			...{ model, ...(temperature === null ? {} : { temperature }) },
			messages: messagesFor(contest),
		}),
	};
	let said = await reply(address, request, timeLimit);
	for (let attempt = 1; isPassing(said) && attempt < attempts; attempt++) {
		await wait(firstPause * 2 ** (attempt - 1));
		said = await reply(address, request, timeLimit);
	}
	if (said.status === null) return refuse("an answer", said.reason);
	const { status, body } = said;
	if (status !== 200)
		refuse("status 200", `${status} ${body.slice(0, 200).trim()}`);
	const content = contentOf(parsed(body));
	if (content === null) return refuse("a chat completion", body.slice(0, 100));
	return (
		winnerIn(content) ??
		refuse('{"winner": "A"}, "B" or "tie"', JSON.stringify(content.slice(-100)))
	);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
