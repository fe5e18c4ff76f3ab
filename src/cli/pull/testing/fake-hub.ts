import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A hub on this machine, for tests: one model, its listing and its files, with ranges. */
export interface FakeHub {
	readonly endpoint: string;
	/** Every request for a file, as `PATH RANGE`. */
	readonly requests: string[];
	/** How a file is served: all of it, or so many bytes before the connection breaks. Asked for each request. */
	cut: (path: string, attempt: number) => number | null;
	/** Answers every request with this status, where it is set. */
	status: number | null;
	close(): Promise<void>;
}

const commit = "0123456789abcdef0123456789abcdef01234567";

function gitHash(bytes: Buffer): string {
	return createHash("sha1")
		.update(`blob ${bytes.length}\0`)
		.update(bytes)
		.digest("hex");
}

function listing(files: Readonly<Record<string, Buffer>>): object[] {
	return Object.entries(files).map(([path, bytes]) => ({
		type: "file",
		path,
		size: bytes.length,
		oid: gitHash(bytes),
		...(/\.(safetensors|gguf)$/.test(path) && {
			lfs: {
				oid: createHash("sha256").update(bytes).digest("hex"),
				size: bytes.length,
				pointerSize: 130,
			},
		}),
	}));
}

function sendFile(
	response: ServerResponse,
	bytes: Buffer,
	range: string | undefined,
	cut: number | null,
): void {
	const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
	const body = bytes.subarray(from);
	response.writeHead(range === undefined ? 200 : 206, {
		"content-length": body.length,
		...(range !== undefined && {
			"content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
		}),
	});
	if (cut === null) {
		response.end(body);
		return;
	}
	response.write(body.subarray(0, cut), () =>
		setTimeout(() => response.destroy(), 20),
	);
}

export async function startFakeHub(
	name: string,
	files: Readonly<Record<string, Buffer>>,
	token: string | null = null,
): Promise<FakeHub> {
	const requests: string[] = [];
	const attempts = new Map<string, number>();
	const server = createServer((request, response) => {
		const path = decodeURIComponent(
			new URL(request.url ?? "", hub.endpoint).pathname,
		);
		const send = (status: number, value: unknown) =>
			response
				.writeHead(status, { "content-type": "application/json" })
				.end(JSON.stringify(value));
		if (hub.status !== null) return void send(hub.status, { error: "no" });
		if (token !== null && request.headers.authorization !== `Bearer ${token}`)
			return void send(401, { error: "Invalid credentials" });
		if (path === `/api/models/${name}/revision/HEAD`)
			return void send(200, { id: name, sha: commit });
		if (path === `/api/models/${name}/tree/${commit}`)
			return void send(200, listing(files));
		const file = path.replace(`/${name}/resolve/${commit}/`, "");
		const bytes = files[file];
		if (bytes === undefined) return void send(404, { error: "Not found" });
		const { range } = request.headers;
		requests.push(`${file} ${range ?? "whole"}`);
		const attempt = attempts.get(file) ?? 0;
		attempts.set(file, attempt + 1);
		sendFile(response, bytes, range, hub.cut(file, attempt));
	});
	// On a busy machine a connection that waits for its next request must not be closed under it.
	server.keepAliveTimeout = 60_000;
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	const hub: FakeHub = {
		endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		cut: () => null,
		status: null,
		close: () =>
			new Promise((closed) => {
				server.closeAllConnections();
				server.close(() => closed());
			}),
	};
	return hub;
}
