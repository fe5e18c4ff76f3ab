import { once } from "node:events";
import { createServer } from "node:net";

/** A TCP port that nothing uses at the moment, on one address of this machine or on all of them. */
export async function freePort(host = "0.0.0.0"): Promise<number> {
	const server = createServer().listen(0, host);
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	return typeof address === "object" && address ? address.port : 0;
}
