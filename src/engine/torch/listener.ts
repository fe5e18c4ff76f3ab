import { randomBytes, timingSafeEqual } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { FrameReader, type Message, protocol } from "./wire.ts";

/** Where ranks connect, and what they show to be let in. */
export interface Listener {
	/** `unix:PATH` or `tcp:HOST:PORT`. */
	readonly address: string;
	readonly token: string;
	/** A folder for the temporary files of ranks on this machine, which goes when they do; null if there is none. */
	readonly folder: string | null;
	/** The connection of rank 0, once one shows the token. Throws `device` for a worker of another version. */
	readonly connected: Promise<Connection>;
	close(): Promise<void>;
}

export interface Connection {
	readonly socket: Socket;
	/** Reads what follows the first message. */
	readonly reader: FrameReader;
	readonly hello: Message;
}

/** The longest first message: it carries a token and versions. */
const longestHello = 1 << 16;

/** Socket paths of more bytes are refused by some systems. */
const longestPath = 100;

/**
 * Listens for rank 0: on a socket in a folder that only this user may open, or, if ranks run on `other` machines too, on a
 * free TCP port of all interfaces.
 */
export async function listenForRanks(other: boolean): Promise<Listener> {
	const folder = other ? null : await socketFolder();
	const server = createServer();
	const token = randomBytes(32).toString("hex");
	const connected = firstConnection(server, token);
	// Whoever starts the ranks waits for it; until then a refusal is not unhandled.
	connected.catch(() => {});
	const address = await listen(server, folder, other);
	return {
		...{ address, token, folder, connected },
		async close() {
			server.close();
			if (folder === null) return;
			// Processes that are being killed may still write into it.
			await rm(folder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

/** A new folder with mode 0700; null if the system has no sockets in folders or its path is too long for one. */
async function socketFolder(): Promise<string | null> {
	if (process.platform === "win32") return null;
	const folder = await mkdtemp(join(tmpdir(), "temper-torch-"));
	if (Buffer.byteLength(folder) < longestPath) return folder;
	await rm(folder, { recursive: true });
	return null;
}

async function listen(
	server: Server,
	folder: string | null,
	other: boolean,
): Promise<string> {
	const path = folder === null ? null : join(folder, "ranks");
	const host = other ? "0.0.0.0" : "127.0.0.1";
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		if (path === null) server.listen(0, host, resolve);
		else server.listen(path, resolve);
	});
	if (path !== null) return `unix:${path}`;
	const bound = server.address();
	const port = typeof bound === "object" && bound !== null ? bound.port : 0;
	return `tcp:${other ? hostname() : host}:${port}`;
}

/** Lets in the first connection that shows the token. Others are closed without an answer. */
function firstConnection(server: Server, token: string): Promise<Connection> {
	return new Promise((resolve, reject) => {
		server.on("connection", (socket) => {
			const reader = new FrameReader(longestHello);
			const close = () => socket.destroy();
			socket.on("error", close);
			socket.once("close", () => socket.off("data", onData));
			function onData(chunk: Buffer) {
				let hello: Message | undefined;
				try {
					[hello] = reader.push(chunk);
				} catch {
					close();
				}
				if (hello === undefined) return;
				if (!isToken(hello.fields.token, token)) return close();
				socket.off("data", onData);
				socket.pause();
				try {
					requireProtocol(hello.fields.protocol);
					resolve({ socket, reader: new FrameReader(), hello });
				} catch (error) {
					close();
					reject(error);
				}
			}
			socket.on("data", onData);
		});
	});
}

function isToken(given: unknown, token: string): boolean {
	if (typeof given !== "string") return false;
	const [a, b] = [Buffer.from(given), Buffer.from(token)];
	return a.length === b.length && timingSafeEqual(a, b);
}

function requireProtocol(given: unknown): void {
	if (given === protocol) return;
	throw new TemperError("device", {
		where: "PyTorch workers",
		expected: `version ${protocol} of the messages`,
		found: `version ${String(given)}`,
		hint: "Another installation of temper_torch is first on PYTHONPATH: remove it.",
	});
}
