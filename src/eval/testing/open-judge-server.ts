import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface AskedJudge {
	readonly authorization: string | undefined;
	readonly model: unknown;
	readonly temperature: unknown;
	readonly text: string;
}

/** A reply of the judge: what its message says, a status, or null for a connection that breaks. */
export type Judging = (
	asked: AskedJudge,
	count: number,
) => string | number | null | Promise<string>;

/** An OpenAI-compatible endpoint on this machine, until it is closed. */
export async function openJudgeServer(judge: Judging) {
	const asked: AskedJudge[] = [];
	const server = createServer(async (request, response) => {
		let body = "";
		for await (const part of request) body += part;
		const { model, temperature, messages } = JSON.parse(body);
		const { authorization } = request.headers;
		const text = messages.at(-1).content;
		asked.push({ authorization, model, temperature, text });
		const reply = await judge(asked.at(-1) as AskedJudge, asked.length);
		if (reply === null) return request.socket.destroy();
		response.statusCode = typeof reply === "number" ? reply : 200;
		const message = { role: "assistant", content: reply };
		response.end(JSON.stringify({ choices: [{ message }] }));
	});
	await new Promise<void>((resolve) =>
		server.listen(0, "127.0.0.1", () => resolve()),
	);
	const close = () => {
		server.closeAllConnections();
		server.close();
	};
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}/v1/`, asked, close };
}

/** The text between two tags of what a judge is shown. */
export function shownIn({ text }: AskedJudge, tag: string): string {
	return new RegExp(`<${tag}>\\n([^]*)\\n</${tag}>`).exec(text)?.[1] ?? "";
}
