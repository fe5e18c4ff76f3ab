import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pythonVariables } from "../../../src/engine/torch/environment.ts";
import {
	type Connection,
	type Listener,
	listenForRanks,
} from "../../../src/engine/torch/listener.ts";

/** The folder from which the paths of saved messages start. */
export const root = join(import.meta.dirname, "..", "..", "..");

/** A worker that is asked in bytes: messages as they are saved, which are those on the wire without their lengths. */
export class RawWorker {
	readonly #child: ChildProcess;
	readonly #listener: Listener;
	readonly #connection: Connection;

	private constructor(
		child: ChildProcess,
		listener: Listener,
		connection: Connection,
	) {
		this.#child = child;
		this.#listener = listener;
		this.#connection = connection;
	}

	static async start(python: string): Promise<RawWorker> {
		const listener = await listenForRanks(false);
		const child = spawn(python, ["-m", "temper_torch.worker"], {
			cwd: root,
			stdio: ["ignore", "ignore", "inherit"],
			env: {
				...{ ...pythonVariables(), CUDA_VISIBLE_DEVICES: "" },
				OMP_NUM_THREADS: "1",
				TEMPER_ADDRESS: listener.address,
				TEMPER_TOKEN: listener.token,
			},
		});
		const died = once(child, "exit").then(() => {
			throw new Error("the worker ended before it said anything");
		});
		const connection = await Promise.race([listener.connected, died]);
		died.catch(() => {});
		return new RawWorker(child, listener, connection);
	}

	/** Sends a saved request; returns the reply as it is saved. */
	async ask(request: Uint8Array): Promise<Uint8Array> {
		const { socket } = this.#connection;
		const prefix = Buffer.alloc(8);
		prefix.writeBigUInt64LE(BigInt(request.length));
		socket.write(Buffer.concat([prefix, request]));
		let reply = Buffer.alloc(0);
		socket.resume();
		while (reply.length < 8 || reply.length < 8 + lengthOf(reply)) {
			const [chunk] = await once(socket, "data");
			reply = Buffer.concat([reply, chunk]);
		}
		return reply.subarray(8);
	}

	async end(): Promise<void> {
		this.#connection.socket.destroy();
		if (this.#child.exitCode === null) await once(this.#child, "exit");
		await this.#listener.close();
	}
}

const lengthOf = (bytes: Buffer) => Number(bytes.readBigUInt64LE());
