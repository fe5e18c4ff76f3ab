// A process of its own that pulls a model, for the test that kills it.
import { createTerminal } from "../../terminal/terminal.ts";
import { pullHubModel } from "../pull-hub.ts";

const [endpoint = "", folder = ""] = process.argv.slice(2);
await pullHubModel("acme/tiny", folder, {
	hub: { endpoint, token: null },
	terminal: createTerminal(process.stdout, process.env),
});
