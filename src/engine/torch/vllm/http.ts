import { request as plainRequest, type RequestOptions } from "node:http";
import { request as secureRequest } from "node:https";
import { text } from "node:stream/consumers";

export interface Asked {
	readonly method: "GET" | "POST";
	/** Below the server's address: `/v1/models`. */
	readonly path: string;
	/** Sent as JSON; nothing is sent if left out. */
	readonly body?: unknown;
	/** Sent as a bearer token; null sends none. */
	readonly key: string | null;
	/** Seconds until the whole answer must be there. */
	readonly seconds: number;
	readonly signal?: AbortSignal;
}

export interface HttpAnswer {
	readonly status: number;
	readonly text: string;
}

/**
 * Asks an HTTP or HTTPS server. Each request has a connection of its own: servers close idle ones, and a request that is
 * sent on a closed connection fails. Rejects as `node:http` does; if the time is over, with an error named `TimeoutError`.
 */
export async function askServer(
	address: string,
	{ method, path, body, key, seconds, signal }: Asked,
): Promise<HttpAnswer> {
	const url = new URL(path.slice(1), withSlash(address));
	const content = body === undefined ? "" : JSON.stringify(body);
	const late = AbortSignal.timeout(1000 * seconds);
	const options: RequestOptions = {
		...{ method, agent: false },
		headers: {
			...(content !== "" && { "content-type": "application/json" }),
			...(key !== null && { authorization: `Bearer ${key}` }),
			"content-length": Buffer.byteLength(content),
		},
		signal: signal ? AbortSignal.any([late, signal]) : late,
	};
	const send = url.protocol === "https:" ? secureRequest : plainRequest;
	try {
		return await new Promise((resolve, reject) => {
			const sent = send(url, options, (response) => {
				const { statusCode: status = 0 } = response;
				text(response).then((text) => resolve({ status, text }), reject);
			});
			sent.once("error", reject).end(content);
		});
	} catch (error) {
		throw late.aborted ? late.reason : error;
	}
}

function withSlash(address: string): string {
	return address.endsWith("/") ? address : `${address}/`;
}
