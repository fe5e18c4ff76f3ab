#!/usr/bin/env node
import { stopSignals } from "../core/stop-signals.ts";
import { loadServices } from "./load-services.ts";
import { runCli } from "./program.ts";
import { createTerminal } from "./terminal/terminal.ts";

// A reader that has seen enough (`npx temper-lm runs list | head -1`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
	if (error.code === "EPIPE") process.exit(0);
	throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
	terminal: createTerminal(process.stdout, process.env),
	errors: createTerminal(process.stderr, process.env),
	env: process.env,
	input: process.stdin,
	loadServices,
	onInterrupt(listener) {
		for (const signal of stopSignals) process.on(signal, listener);
		return () => {
			for (const signal of stopSignals) process.off(signal, listener);
		};
	},
	exit: (status) => process.exit(status),
});
