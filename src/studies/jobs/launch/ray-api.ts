import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { TemperError } from "../../../core/error.ts";

/** Milliseconds that the head may take to answer. */
const timeout = 30_000;

export interface RayAnswer {
	readonly status: number;
	/** Parsed JSON, or the text if it is none. */
	readonly body: unknown;
}

/**
 * Asks the REST interface of Ray Jobs. `node:http` and not `fetch`: Ray answers 405 to the header `sec-fetch-mode`, which Node's fetch
 * always sends. The token of a cluster that asks for one is taken from `RAY_AUTH_TOKEN`. Throws `device` if the head does not answer.
 */
export async function askRay(
	address: string,
	method: "GET" | "POST",
	path: string,
	body: unknown = null,
): Promise<RayAnswer> {
	const url = new URL(path, address.endsWith("/") ? address : `${address}/`);
	const token = process.env.RAY_AUTH_TOKEN;
	const text = body === null ? null : JSON.stringify(body);
	const headers = {
		...(text !== null && {
			"content-type": "application/json",
			"content-length": Buffer.byteLength(text),
		}),
		...(token !== undefined && { authorization: `Bearer ${token}` }),
	};
	const send = url.protocol === "https:" ? httpsRequest : httpRequest;
	try {
		const answer = await new Promise<IncomingMessage>((resolve, reject) => {
			const asked = send(url, { method, headers, timeout }, resolve);
			asked.on("error", reject);
			asked.on("timeout", () =>
				asked.destroy(new Error(`no answer within ${timeout / 1000} s`)),
			);
			asked.end(text ?? undefined);
		});
		return { status: answer.statusCode ?? 0, body: await bodyOf(answer) };
	} catch (error) {
		const { message, code } = error as NodeJS.ErrnoException;
		throw new TemperError("device", {
			where: `Ray at ${address}`,
			expected: "a cluster that answers",
			found: message === "" ? `${code}` : message,
			hint: "Give the address of the dashboard, for example http://head:8265. `ray start --head` prints it.",
		});
	}
}

async function bodyOf(answer: IncomingMessage): Promise<unknown> {
	const parts: Buffer[] = [];
	for await (const part of answer) parts.push(part as Buffer);
	const text = Buffer.concat(parts).toString();
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
